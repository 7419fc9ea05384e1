# shellcheck shell=bash
# Sourced by ./run, ./test and scripts/setup, which set `root`: the Electrons of electrons.txt in the cache.

cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/frameshare

# The versions of electrons.txt, the newest first.
electron_versions() { sed -n 's/^\([0-9][0-9.]*\) .*/\1/p' "$root/scripts/electrons.txt"; }

# electron_path MAJOR: where the cache keeps that one. Fails where electrons.txt has no such version.
electron_path() {
    local version
    version=$(electron_versions | grep -m 1 "^$1\\.") && printf '%s/electron-%s/electron' "$cache" "$version"
}
