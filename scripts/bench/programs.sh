# Building the programs of the measurements and finding them where cargo put them, whatever is configured: sourced by
# `scripts/bench/data` and `scripts/bench/run`, which say `die`.

built= # what cargo said of the last build, a JSON object a line

# Builds `epic` and the examples that are named, in the directory of the project.
build_programs() {
    local example examples=()
    for example in "$@"; do
        examples+=(--example "$example")
    done
    built=$(cargo build --release --locked --quiet --bin epic "${examples[@]}" --message-format=json) ||
        die "the programs could not be built"
}

# Where the program of this name was put.
program() {
    sed -n "s|.*\"executable\":\"\([^\"]*/$1\)\".*|\1|p" <<<"$built" | tail -n 1
}
