#!/usr/bin/env python3
"""Counts the tests that a suite's log tells of: `tally.py meson|tap FILE EXIT_CODE` prints "PASSED FAILED".

meson: testlog.json of `meson test`, where a Check program counts with each of its checks and any other
program as one. tap: what `node --test --test-reporter=tap` printed. A suite that ended badly without
saying which test failed counts as one failed test more, so that a crash is never taken for success.
The names of failed tests go to stderr.
"""
import json
import re
import sys

CHECKS = re.compile(r'^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)', re.M)
CHECK_FAILURE = re.compile(r'^(\S+:\d+:[FE]:.*)$', re.M)


def tally_meson(text):
    passed = failed = 0
    for line in text.splitlines():
        test = json.loads(line)
        output = test.get('stdout', '')
        if test['result'] == 'SKIP':
            print(f"skipped: {test['name']}", file=sys.stderr)
            continue
        found = CHECKS.findall(output)
        checks = sum(int(c) for c, _, _ in found)
        bad = sum(int(f) + int(e) for _, f, e in found)
        good = test['result'] == 'OK'
        if not found:
            checks, bad = 1, 0 if good else 1
        elif not good and bad == 0:
            checks, bad = checks + 1, 1
        passed += checks - bad
        failed += bad
        if bad:
            print(f"failed: {test['name']} ({test['result']})", file=sys.stderr)
            for name in CHECK_FAILURE.findall(output):
                print(f'    {name}', file=sys.stderr)
    return passed, failed


def tally_tap(text):
    counts = {key: int(n) for key, n in re.findall(r'^# (pass|fail|cancelled|skipped) (\d+)$', text, re.M)}
    for name in re.findall(r'^\s*not ok \d+ - (.*)$', text, re.M):
        print(f'failed: {name}', file=sys.stderr)
    for name in re.findall(r'^\s*ok \d+ - (.*# SKIP.*)$', text, re.M):
        print(f'skipped: {name}', file=sys.stderr)
    return counts.get('pass', 0), counts.get('fail', 0) + counts.get('cancelled', 0)


def main():
    kind, path, status = sys.argv[1], sys.argv[2], int(sys.argv[3])
    try:
        with open(path, encoding='utf-8', errors='replace') as log:
            text = log.read()
    except FileNotFoundError:
        text = ''
    passed, failed = {'meson': tally_meson, 'tap': tally_tap}[kind](text)
    if status and not failed:
        print(f'ended with exit code {status} and named no failed test', file=sys.stderr)
        failed = 1
    print(passed, failed)


main()
