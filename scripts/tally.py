#!/usr/bin/env python3
"""Reads and writes the JUnit files of ./test, one a suite: build/test/SUITE.xml, and SUITE.again.xml of what ran again.

tally.py meson LOG OUT        what Meson wrote as LOG.junit.xml, with what it leaves out, from LOG.json
tally.py command NAME STATUS LOG OUT   a program without tests of its own, as one test
tally.py failed FILE          prints which programs or files failed, to run them again
tally.py count STATUS FILE [AGAIN]     prints "PASSED FAILED UNSTEADY"; names of what failed or is unsteady go to stderr

A test that failed in one run and passed in the other is unsteady: it counts neither as passed nor as failed. A suite that
ended badly without a failed test counts as one failed test more, so that a crash is never taken for success.
"""
import json
import os
import re
import sys
import xml.etree.ElementTree as xml
from collections import Counter, namedtuple

# Control characters, which XML cannot have: Meson before 1.4 copies them from what programs print.
NO_XML = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')
# "3 - ../tests/core/slots_test.c:slots:a_slot_is_free: Passed", a check as Check's TAP has it.
CHECK = re.compile(r'^\d+ (?:- )?(?:\S+?):([^:]*:[^:]*): (.*)$', re.S)
TIME_OVER = 'it ran when the time was over'
ENDS = {'INTERRUPT': TIME_OVER, 'TIMEOUT': 'it took longer than its limit'}

Case = namedtuple('Case', 'suite name file state reason')


# ---- writing ----

def clean(text):
    return NO_XML.sub('', text)


def read(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return clean(file.read())
    except FileNotFoundError:
        return ''


def add_case(suite, name, kind=None, message=''):
    case = xml.SubElement(suite, 'testcase', name=clean(name), classname=suite.get('name'))
    if kind:
        xml.SubElement(case, kind, message=clean(message))
    return case


def write(root, path):
    for suite in root.iter('testsuite'):
        suite.set('tests', str(len(suite.findall('testcase'))))
        for kind in ('failure', 'error', 'skipped'):
            plural = kind if kind == 'skipped' else kind + 's'
            suite.set(plural, str(len(suite.findall(f'testcase/{kind}'))))
    xml.ElementTree(root).write(path, encoding='utf-8', xml_declaration=True)


def complete_check(case):
    """A name that is the same whether the check passes or not, and the message where JUnit has it."""
    parts = CHECK.match(case.get('name'))
    if parts:
        case.set('name', parts[1])
        for failure in case.findall('failure'):
            failure.set('message', parts[2])


def number_repeats(suite):
    """A check that runs in a loop has one name: its rounds get numbers."""
    names = Counter(case.get('name') for case in suite)
    seen = Counter()
    for case in suite:
        name = case.get('name')
        if names[name] > 1:
            case.set('name', f'{name} [{seen[name]}]')
            seen[name] += 1


def meson_program(root, program, cases):
    """The suite of one program; Meson's JUnit has no word of one that was stopped, or that died after its last check."""
    name = program['name'].split(':', 1)[-1]
    suite = xml.SubElement(root, 'testsuite', name=name, file=name.split(' / ')[-1], time=str(program.get('duration', 0)))
    for case in cases:
        complete_check(case)
        case.set('classname', name)
        suite.append(case)
    number_repeats(suite)
    result = program['result']
    if not cases:
        add_case(suite, name, 'skipped' if result == 'SKIP' else None)
    died = result in ENDS or program.get('returncode', 0) not in (0, 1)
    if result not in ('OK', 'SKIP', 'EXPECTEDFAIL') and (died or suite.find('testcase/failure') is None):
        own = suite[0] if not cases else add_case(suite, name)
        xml.SubElement(own, 'error', message=ENDS.get(result, f"exit code {program.get('returncode')}"))
    for key, tag in (('stdout', 'system-out'), ('stderr', 'system-err')):
        if program.get(key):
            xml.SubElement(suite, tag).text = clean(program[key])


def from_meson(log, out):
    junit = read(log + '.junit.xml')
    suites = xml.fromstring(junit.encode()).findall('testsuite') if junit else []
    root = xml.Element('testsuites', name=os.path.basename(out).split('.')[0])
    for program in map(json.loads, read(log + '.json').splitlines()):
        own = [suite for suite in suites if suite.get('name').endswith('.' + program['name'])]
        meson_program(root, program, [case for suite in own for case in suite.findall('testcase')])
    write(root, out)


def from_command(name, status, log, out):
    root = xml.Element('testsuites', name=name)
    suite = xml.SubElement(root, 'testsuite', name=name)
    last = '\n'.join(read(log).splitlines()[-30:])
    add_case(suite, name, None if status == '0' else 'failure', last)
    write(root, out)


# ---- reading ----

def case_of(suite, case):
    bad = case.find('failure') if case.find('failure') is not None else case.find('error')
    state = 'skipped' if case.find('skipped') is not None else 'passed' if bad is None else 'failed'
    reason = '' if bad is None else bad.get('message') or (bad.text or '').strip()
    file = case.get('file') or suite.get('file') or suite.get('name')
    return Case(suite.get('name'), case.get('name'), file, state, reason)


def cases_of(path):
    """Every test of a JUnit file, by its suite and name; a name that is there twice gets a number."""
    text = read(path)
    cases, seen = {}, Counter()
    for suite in xml.fromstring(text.encode()).iter('testsuite') if text else ():
        for case in (case_of(suite, element) for element in suite.findall('testcase')):
            key = (case.suite, case.name)
            cases[(*key, seen[key])] = case
            seen[key] += 1
    return cases


def failed_files(path):
    return sorted({case.file for case in cases_of(path).values() if case.state == 'failed'})


def state_again(key, case, again):
    """What became of a test that failed in the first run; one that did not run again is no better than before."""
    if key in again:
        return again[key].state
    # The entry of a program or file itself is there only when it died.
    is_whole = case.name in (case.suite, case.file)
    return 'passed' if is_whole and any(other.suite == case.suite for other in again.values()) else 'failed'


def compare(first, again):
    """The tests by what they are after both runs: {passed, failed, unsteady, skipped}, lists of cases."""
    found = {'passed': [], 'failed': [], 'unsteady': [], 'skipped': []}
    for key, case in first.items():
        if case.state == 'failed' and again:
            found['failed' if state_again(key, case, again) == 'failed' else 'unsteady'].append(case)
        elif case.state == 'passed' and key in again and again[key].state == 'failed':
            found['unsteady'].append(again[key])
        else:
            found[case.state].append(case)
    found['unsteady'] += [case for key, case in again.items() if key not in first and case.state == 'failed']
    return found


def tell(word, case):
    print(f'{word}: {case.suite}: {case.name}' if case.name != case.suite else f'{word}: {case.name}', file=sys.stderr)
    for line in filter(str.strip, case.reason.splitlines()[:30]):
        print(f'    {line.strip()}', file=sys.stderr)


def fail_suite(path, message):
    """Put into the file that the suite as a whole has failed."""
    text = read(path)
    root = xml.fromstring(text.encode()) if text else xml.Element('testsuites')
    name = os.path.basename(path).split('.')[0]
    add_case(xml.SubElement(root, 'testsuite', name=name), name, 'error', message)
    write(root, path)


def count(status, path, again=None):
    found = compare(cases_of(path), cases_of(again) if again else {})
    if status != '0' and not found['failed'] and not found['unsteady']:
        fail_suite(path, f'it ended with exit code {status} and named no failed test')
        found = compare(cases_of(path), {})
    elif not any(found.values()):
        fail_suite(path, 'it named no test')
        found = compare(cases_of(path), {})
    for word in ('failed', 'unsteady', 'skipped'):
        for case in found[word]:
            tell(word, case)
    print(*(len(found[word]) for word in ('passed', 'failed', 'unsteady')))


def main(command, *words):
    if command == 'failed':
        print(*failed_files(*words), sep='\n')
    else:
        {'meson': from_meson, 'command': from_command, 'count': count}[command](*words)


main(*sys.argv[1:])
