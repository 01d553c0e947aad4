# Programs of Cargo that scripts need, built in target/tools where they are not installed: sourced by scripts that say
# `say` and stand in the directory of the project.

PATH=$PWD/target/tools/bin:$PATH

# Builds a program, unless it is there: `tool cargo-deny 0.20.2`.
tool() {
    command -v "$1" >/dev/null && return
    say "building $1 $2"
    # Without optimisation, since it runs once; for another processor or with other flags would be built anew each time.
    env -u RUSTFLAGS -u CARGO_BUILD_TARGET -u CARGO_TARGET_DIR \
        cargo install "$1" --version "$2" --locked --quiet --debug --root target/tools
}
