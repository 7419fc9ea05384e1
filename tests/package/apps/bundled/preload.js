import 'frameshare/preload';
