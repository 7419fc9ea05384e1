#!/usr/bin/env python3
"""Counts the tests that a suite's log tells of: `tally.py meson|tap FILE EXIT_CODE` prints "PASSED FAILED";
`tally.py failed meson|tap FILE` prints which programs or files failed, to run them again.

meson: testlog.json of `meson test`, where a Check program counts with each of its checks and any other
program as one. tap: what `node --test --test-reporter=tap` printed. A suite that ended badly without
saying which test failed counts as one failed test more, so that a crash is never taken for success.
What ran again counts as it ended then: its line is there twice (meson), or it follows AGAIN (tap).
The names of tests that failed, or are unsteady (failed and then passed), go to stderr, with what they said.
"""
import json
import re
import sys

AGAIN = '# ==== again ===='
CHECKS = re.compile(r'^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)', re.M)
CHECK_FAILURE = re.compile(r'^(\S+:\d+:[FES]:.*)$', re.M)
TAP_FAILURE = re.compile(r'^( *)not ok \d+ - (.*)\n(?:\1  ---\n((?:.*\n)*?)\1  \.\.\.$)?', re.M)
TAP_REASON = re.compile(r"^ *error: (?:\|-\n((?:.*\n)*?) *code:|'?(.*?)'?$)", re.M)


def tell(word, name, reasons):
    print(f'{word}: {name}', file=sys.stderr)
    for reason in filter(str.strip, reasons):
        print(f'    {reason}', file=sys.stderr)


def count_program(test):
    """How many checks of a program passed and failed."""
    found = CHECKS.findall(test.get('stdout', ''))
    checks = sum(int(c) for c, _, _ in found)
    bad = sum(int(f) + int(e) for _, f, e in found)
    good = test['result'] == 'OK'
    if not found:
        return (1, 0) if good else (0, 1)
    if not good and bad == 0:
        return checks, 1
    return checks - bad, bad


def meson_programs(text):
    """Each program's runs, by its name."""
    programs = {}
    for test in map(json.loads, text.splitlines()):
        programs.setdefault(test['name'], []).append(test)
    return programs


def tally_meson(text):
    passed = failed = 0
    for name, runs in meson_programs(text).items():
        if runs[-1]['result'] == 'SKIP':
            print(f'skipped: {name}', file=sys.stderr)
            continue
        good, bad = count_program(runs[-1])
        passed += good
        failed += bad
        for test in runs:
            if count_program(test)[1]:
                tell('failed' if bad else 'unsteady', f"{name} ({test['result']})",
                     CHECK_FAILURE.findall(test.get('stdout', '')))
    return passed, failed


def failed_meson(text):
    return [name.split(' / ')[-1] for name, runs in meson_programs(text).items() if count_program(runs[-1])[1]]


def tap_sum(text):
    counts = {key: int(n) for key, n in re.findall(r'^# (pass|fail|cancelled) (\d+)$', text, re.M)}
    return counts.get('pass', 0), counts.get('fail', 0) + counts.get('cancelled', 0)


def tally_tap(text):
    first, *second = text.split(AGAIN)
    passed, failed = tap_sum(first)
    still = tap_sum(second[0])[1] if second else failed
    last = {name for _, name, _ in TAP_FAILURE.findall(second[0] if second else first)}
    for _, name, details in TAP_FAILURE.findall(text):
        reasons = [(lines or line).splitlines()[:20] for lines, line in TAP_REASON.findall(details)[:1]]
        tell('failed' if name in last else 'unsteady', name, (line.strip() for some in reasons for line in some))
    for name in re.findall(r'^\s*ok \d+ - (.*# SKIP.*)$', text, re.M):
        print(f'skipped: {name}', file=sys.stderr)
    return passed + failed - still, still


def failed_tap(text):
    details = [details for _, _, details in TAP_FAILURE.findall(text)]
    return sorted({name for some in details for name in re.findall(r"^ *location: '(.*?):\d+:\d+'$", some, re.M)})


def read(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as log:
            return log.read()
    except FileNotFoundError:
        return ''


def main():
    if sys.argv[1] == 'failed':
        kind, path = sys.argv[2:]
        print(*{'meson': failed_meson, 'tap': failed_tap}[kind](read(path)), sep='\n')
        return
    kind, path, status = sys.argv[1], sys.argv[2], int(sys.argv[3])
    passed, failed = {'meson': tally_meson, 'tap': tally_tap}[kind](read(path))
    if status and not failed:
        print(f'ended with exit code {status} and named no failed test', file=sys.stderr)
        failed = 1
    print(passed, failed)


main()
