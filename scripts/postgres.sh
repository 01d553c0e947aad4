# Finding PostgreSQL's programs and running a server of our own, whoever we are: sourced by `scripts/test` and
# `scripts/bench/run`, which say `say` and `die`, source `scripts/tools.sh`, set `cluster` and `server_settings`, and clean up.

server_bin=  # the directory of PostgreSQL's server programs
server_user= # who runs them; empty: the caller
port=        # where the server that was started last listens
drop_in=     # a setting that is in place while a package is installed

# PostgreSQL refuses to run as root: another user has to.
choose_server_user() {
    ((EUID == 0)) || return 0
    for server_user in postgres nobody; do
        ! id -- "$server_user" >/dev/null 2>&1 || return 0
    done
    die "no user 'postgres' or 'nobody' to run PostgreSQL as, which refuses to run as root"
}

# Runs a server program as the server's user, without a shell and in a locale that always exists.
as_server() {
    local run=(env LC_ALL=C "$@")
    if [[ -z $server_user ]]; then
        "${run[@]}"
    elif command -v setpriv >/dev/null; then
        setpriv --reuid="$(id -u "$server_user")" --regid="$(id -g "$server_user")" --clear-groups -- "${run[@]}"
    elif command -v runuser >/dev/null; then
        runuser -u "$server_user" -- "${run[@]}"
    else
        su -s /bin/sh "$server_user" -c 'exec "$0" "$@"' -- "${run[@]}"
    fi
}

# PATH first, then the newest of the places where packages keep the programs out of PATH. What is
# in PATH may be a link or a wrapper: a directory counts when all its programs really run.
find_postgres() {
    local dir program
    choose_server_user
    while IFS= read -r dir; do
        for program in initdb pg_ctl postgres; do
            as_server "$dir/$program" --version >/dev/null 2>&1 || continue 2
        done
        server_bin=$dir
        return 0
    done < <(
        ! program=$(command -v initdb) || dirname -- "$(readlink -f -- "$program")"
        printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -rV
    )
    return 1
}

# Installs Debian's package, without the cluster that it would create and start.
install_postgres() {
    if ((EUID == 0)); then
        drop_in=/etc/postgresql-common/createcluster.d/epic-test.conf
        mkdir -p "${drop_in%/*}"
        echo 'create_main_cluster = false' >"$drop_in"
    fi
    install_packages "PostgreSQL's server programs (initdb, pg_ctl, postgres) are missing" postgresql
    rm -f -- "$drop_in"
}

# Starts a server on this directory, of `cluster`; sets `port`.
start_server() {
    local data=$1 attempt settings
    settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories=$cluster $server_settings"
    for attempt in 1 2 3 4 5; do
        # Another program may hold a port, so that a few are tried, below those given to clients.
        port=$((15000 + RANDOM % 15000))
        if as_server "$server_bin/pg_ctl" -D "$data" -l "$data.log" -o "-p $port $settings" -w start \
            >/dev/null 2>&1; then
            return
        fi
        ((attempt < 5)) || die "PostgreSQL did not start: $(tail -n 20 "$data.log" 2>&1)"
    done
}

# Makes a directory of a server, with a superuser whose password is in the file.
create_server() {
    as_server "$server_bin/initdb" -D "$1" -U "$2" --pwfile="$3" \
        -A scram-sha-256 --locale=C --encoding=UTF8 --no-sync >"$cluster/initdb.log" 2>&1 ||
        die "initdb failed: $(cat "$cluster/initdb.log")"
}

# Stops the server on this directory, if it runs.
stop_server() {
    [[ ! -e $1/postmaster.pid ]] ||
        as_server "$server_bin/pg_ctl" -D "$1" -m immediate -w stop >/dev/null 2>&1 ||
        say "PostgreSQL did not stop: $1"
}
