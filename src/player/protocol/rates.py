#!/usr/bin/env python3
"""Turns js/rates.json into a C header: rates.py RATES.JSON HEADER. JavaScript reads the JSON itself."""
import json
import sys

NAMES = {'slowest': 'SLOWEST', 'fastest': 'FASTEST', 'fastestBack': 'FASTEST_BACK'}


def main(source, target):
    with open(source, encoding='utf-8') as file:
        rates = json.load(file)
    with open(target, 'w', encoding='utf-8') as file:
        file.write('/* Made from js/rates.json. */\n')
        for key, name in NAMES.items():
            file.write(f'#define FRS_RATE_{name} {float(rates[key])!r}\n')


main(*sys.argv[1:])
