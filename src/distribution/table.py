#!/usr/bin/env python3
"""Turns js/gstreamer/needs.json into a C header: table.py NEEDS.JSON HEADER. JavaScript reads the JSON itself."""
import json
import sys


def text(value):
    return 'NULL' if value is None else json.dumps(value)


def main(source, target):
    with open(source, encoding='utf-8') as file:
        data = json.load(file)
    names = [each['name'] for each in data['distributions']]
    lines = ['/* Made from js/gstreamer/needs.json. */', f'#define DISTRIBUTIONS {len(names)}',
             'static const frs_distribution distributions[DISTRIBUTIONS] = {']
    for i, each in enumerate(data['distributions']):
        lines.append(f'    {{{i}, {text(each["name"])}, {text(" ".join(each["like"]))}, {text(each["install"])}}},')
    lines += ['};', 'static const char *const packages[][DISTRIBUTIONS] = {']
    for debian, others in data['packages'].items():
        row = [debian if name == names[0] else others.get(name) for name in names]
        lines.append(f'    {{{", ".join(map(text, row))}}},')
    lines += ['};', 'static const frs_need needs[] = {']
    for need in data['needs']:
        unknown = set(need['packages']) - set(data['packages'])
        if unknown:
            sys.exit(f'{source}: "packages" lacks {unknown}')
        fields = need['name'], need['for'], need['check'], ' '.join(need['packages'])
        lines.append(f'    {{{", ".join(map(text, fields))}}},')
    lines += ['};', '']
    with open(target, 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines))


main(*sys.argv[1:])
