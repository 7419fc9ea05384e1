// SPDX-License-Identifier: MIT
import 'frameshare/preload';
