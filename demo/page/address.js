// SPDX-License-Identifier: MIT
import { element, onClick, request } from './host.js';

/** The field for the address of a stream. */
export class AddressForm {
    constructor() {
        this._form = element('address');
        onClick('add-address', () => this.open());
        onClick('start-address', () => this.open());
        onClick('address-cancel', () => this.close());
        this._form.addEventListener('submit', (/** @type {Event} */ event) => {
            event.preventDefault();
            this._submit();
        });
    }

    get isOpen() {
        return !this._form.hidden;
    }

    open() {
        this._form.hidden = false;
        element('address-problem').textContent = '';
        element('address-text').select();
        element('address-text').focus();
    }

    close() {
        this._form.hidden = true;
        element('address-text').blur();
    }

    async _submit() {
        // Loading may take as long as its server does: report only an invalid address at once.
        const asked = request('open-address', element('address-text').value);

        this.close();
        await asked.catch((error) => {
            this.open();
            element('address-problem').textContent = error.message;
        });
    }
}
