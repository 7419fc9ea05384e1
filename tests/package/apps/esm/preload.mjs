import { getFrame } from 'frameshare/preload';

window.addEventListener('DOMContentLoaded', () => document.body.setAttribute('data-imported', typeof getFrame));
