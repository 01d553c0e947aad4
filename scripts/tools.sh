# Programs that scripts need: those of Cargo are built in target/tools, those of Debian installed, where they are missing.
# Sourced by scripts that say `say` and `die` and stand in the directory of the project.

PATH=$PWD/target/tools/bin:$PATH

# Builds a program, unless it is there: `tool cargo-deny 0.20.2`.
tool() {
    command -v "$1" >/dev/null && return
    say "building $1 $2"
    # Without optimisation, since it runs once, and without what is set for the program itself.
    env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u CFLAGS -u CARGO_BUILD_TARGET -u CARGO_TARGET_DIR \
        cargo install "$1" --version "$2" --locked --quiet --debug --root target/tools
}

# The platform that the compiler builds for.
host_platform() { rustc -vV | sed -n 's/^host: //p'; }

# Has these packages of Debian installed, for a reason; who is not root, or has another system, installs them by hand.
install_packages() {
    local reason=$1
    shift
    ((EUID == 0)) && [[ -e /etc/debian_version ]] && command -v apt-get >/dev/null ||
        die "$reason: install these packages of Debian, or your system's: $*"
    say "installing $*"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"; } >&2 ||
        die "apt-get could not install $*"
}
