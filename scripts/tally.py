#!/usr/bin/env python3
"""Counts the tests that a suite's log tells of: `tally.py meson|tap FILE EXIT_CODE` prints "PASSED FAILED UNSTEADY";
`tally.py failed meson|tap FILE` prints which programs or files failed, to run them again.

meson: testlog.json of `meson test`, where a Check program counts with each of its checks and any other program as one.
tap: what `node --test --test-reporter=tap` printed; what ran again follows AGAIN. A suite that ended badly without saying
which test failed counts as one failed test more, so that a crash is never taken for success. Of a suite whose time was over
what had passed counts, and what was running has failed.

A test that failed in one run and passed in the other is unsteady: it counts neither as passed nor as failed. The names of
tests that failed, or are unsteady, go to stderr, with what they said.
"""
import json
import re
import sys
from collections import Counter

AGAIN = '# ==== again ===='
CHECKS = re.compile(r'^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)', re.M)
CHECK_FAILURE = re.compile(r'^(\S+:\d+:[FES]:([^:]*:[^:]*:\d+):.*)$', re.M)
TAP_LINE = re.compile(r'^( *)(ok|not ok) \d+ - (.*)\n(?:\1  ---\n((?:.*\n)*?)\1  \.\.\.$)?', re.M)
TAP_REASON = re.compile(r"^ *error: (?:\|-\n((?:.*\n)*?) *code:|'?(.*?)'?$)", re.M)
TAP_SUBTEST = re.compile(r'^( *)# Subtest: (.*)$', re.M)
TIME_OVER = 124


def tell(word, name, reasons):
    print(f'{word}: {name}', file=sys.stderr)
    for reason in filter(str.strip, reasons):
        print(f'    {reason}', file=sys.stderr)


def compare(first, last):
    """What failed in both runs, and what in one of them only; each a Counter of names."""
    failed = first & last
    return failed, (first | last) - failed


# ---- meson ----

def is_good(test):
    return test['result'] == 'OK'


def count_program(test):
    """How many checks of a program passed, and those that failed: {name: what it said}."""
    stdout = test.get('stdout', '')
    found = CHECKS.findall(stdout)
    failures = {name: line for line, name in CHECK_FAILURE.findall(stdout)}
    bad = sum(int(failed) + int(errors) for _, failed, errors in found)
    passed = sum(int(checks) for checks, _, _ in found) - bad
    if is_good(test):
        return passed if found else 1, {}
    failures.update((f'check {i + 1}', '') for i in range(len(failures), bad))
    return passed, failures or {'': 'it ran when the time was over' if test['result'] == 'INTERRUPT' else ''}


def meson_programs(text):
    """Each program's runs, by its name."""
    programs = {}
    for test in map(json.loads, text.splitlines()):
        programs.setdefault(test['name'], []).append(test)
    return programs


def tally_program(name, runs):
    passed, first = count_program(runs[0])
    last = count_program(runs[-1])[1]
    # A run that died says nothing of its other checks.
    died = not is_good(runs[-1]) and '' in last
    failed, unsteady = (Counter(first.keys()), Counter()) if died else compare(Counter(first.keys()), Counter(last.keys()))
    for word, names in (('failed', failed), ('unsteady', unsteady)):
        for check in names:
            result = (runs[0] if check in first else runs[-1])['result']
            tell(word, f"{name}{': ' if check else ''}{check} ({result})", [first.get(check) or last.get(check) or ''])
    return passed - sum((unsteady - Counter(first.keys())).values()), sum(failed.values()), sum(unsteady.values())


def tally_meson(text):
    sums = [0, 0, 0]
    for name, runs in meson_programs(text).items():
        if runs[-1]['result'] == 'SKIP':
            print(f'skipped: {name}', file=sys.stderr)
            continue
        sums = [a + b for a, b in zip(sums, tally_program(name, runs))]
    return sums


def failed_meson(text):
    return [name.split(' / ')[-1] for name, runs in meson_programs(text).items() if count_program(runs[-1])[1]]


# ---- tap ----

def tap_run(text):
    """Names that passed, and those that failed: two Counters; and how many the run itself says, where it came to its end."""
    names = {'ok': Counter(), 'not ok': Counter()}
    for _, word, name, _ in TAP_LINE.findall(text):
        if not re.search(r' # (SKIP|TODO)\b', name):
            names[word][name] += 1
    said = {key: int(n) for key, n in re.findall(r'^# (pass|fail|cancelled) (\d+)$', text, re.M)}
    if said:
        return names['ok'], names['not ok'], said.get('pass', 0), said.get('fail', 0) + said.get('cancelled', 0)
    return names['ok'], names['not ok'], sum(names['ok'].values()), sum(names['not ok'].values())


def running(text):
    """The tests that had begun and were not done."""
    begun = Counter(name for _, name in TAP_SUBTEST.findall(text))
    return begun - Counter(name.split(' # ')[0] for _, _, name, _ in TAP_LINE.findall(text))


def reasons_of(details):
    return [line.strip() for lines, line in TAP_REASON.findall(details)[:1] for line in (lines or line).splitlines()[:20]]


def tally_tap(text, status):
    first, *second = text.split(AGAIN)
    _, before, passed, failed = tap_run(first)
    unsteady = Counter()
    if second:
        good, after, _, _ = tap_run(second[0])
        # One that did not run again, as its file died, is no better than before.
        unsteady = (before & good) - after
        turned = after - before
        failed -= sum(unsteady.values())
        passed -= sum(turned.values())
        unsteady += turned
    left = Counter(unsteady)
    for _, word, name, details in TAP_LINE.findall(text):
        if word == 'not ok' and (not unsteady[name] or left[name]):
            tell('unsteady' if unsteady[name] else 'failed', name, reasons_of(details))
            left[name] -= 1
    for name in re.findall(r'^\s*ok \d+ - (.*# SKIP.*)$', text, re.M):
        print(f'skipped: {name}', file=sys.stderr)
    for name in running(first) if status == TIME_OVER else ():
        tell('failed', name, ['it ran when the time was over'])
        failed += 1
    return passed, failed, sum(unsteady.values())


def failed_tap(text):
    details = [details for _, word, _, details in TAP_LINE.findall(text) if word == 'not ok']
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
    text = read(path)
    passed, failed, unsteady = tally_meson(text) if kind == 'meson' else tally_tap(text, status)
    if status and not failed and not unsteady:
        print(f'failed: it ended with exit code {status} and named no failed test', file=sys.stderr)
        failed = 1
    print(passed, failed, unsteady)


main()
