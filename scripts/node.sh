# shellcheck shell=bash
# Sourced: has a node and an npm on the PATH, those of this machine or, where they are missing or too old, those that scripts/setup has fetched.

NODE_VERSION=20.18.0
node_folder=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/frameshare/node-$NODE_VERSION

node_is_new_enough() {
    command -v npm >/dev/null && command -v node >/dev/null &&
        [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ]
}

if [ -x "$node_folder/bin/node" ] && ! node_is_new_enough; then
    PATH=$node_folder/bin:$PATH
fi
