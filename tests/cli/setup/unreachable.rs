//! Databases that cannot be reached, or not in this way: what is said of them, how soon, and that no password is told.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::env::{Backend, TestEnv};

/// The password of a database that no message may repeat.
const SECRET: &str = "hunter2hunter2";

#[test]
fn password_of_a_database_in_use_is_not_shown() {
    let env = TestEnv::initialised(Backend::Postgres);
    let url = env.database_url();
    let (user, host) = url.rsplit_once('@').unwrap();
    let (user, password) = user.rsplit_once(':').unwrap();
    for (given, shown) in [
        (url.clone(), format!("{user}:…@{host}")),
        (
            format!("{user}@{host}?password={password}"),
            format!("{user}@{host}?password=…"),
        ),
    ] {
        let output = env
            .command(["db", "migrate", "-vvv", "--fields=database"])
            .env("DATABASE_URL", given)
            .run()
            .success();
        let shown = shown.replace("postgres://", "postgresql://");
        assert_eq!(output.stdout, format!("{shown}\n"));
        assert!(!output.stderr.contains(password), "{output}");
    }
}

/// A port of this machine where nobody listens.
fn dead_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

#[test]
fn dead_server_is_unavailable_and_the_password_is_not_told() {
    let env = TestEnv::initialised(Backend::Sqlite);
    let address = format!("127.0.0.1:{}", dead_port());
    for url in [
        format!("postgres://u:{SECRET}@{address}/d"),
        format!("postgresql://{address}/d?user=u&password={SECRET}"),
        format!("postgres://u@{address}/d?password={SECRET}"),
        format!("postgres://u:other@{address}/d?password={SECRET}"),
        format!("postgresql+psycopg2://u:{SECRET}@{address}/d?sslmode=disable"),
    ] {
        let output = env
            .command(["signup", "-vvv"])
            .env("DATABASE_URL", &url)
            .run();
        assert!(!output.stderr.contains(SECRET), "{output}");
        let output = env.command(["signup"]).env("DATABASE_URL", &url).run();
        assert_eq!((output.status, output.stdout.as_str()), (9, ""), "{output}");
        assert_eq!(
            output.stderr.replace(&address[10..], "PORT"),
            "error: the database is not available: 127.0.0.1:PORT refuses the connection: check that PostgreSQL \
             is running there\n"
        );
    }
}

#[test]
fn url_that_cannot_be_read_is_refused_without_its_password() {
    let env = TestEnv::initialised(Backend::Sqlite);
    let mut refusals = String::new();
    for url in [
        format!("postgres://u:{SECRET}%zz@127.0.0.1/d"),
        format!("postgres://u:{SECRET}@[::1/d"),
        format!("postgres://u:{SECRET}@127.0.0.1:port/d"),
        format!("postgres://u:{SECRET}@127.0.0.1/d?unknown=1"),
        format!("postgres://u:{SECRET}/x@127.0.0.1/d"),
        format!("postgres://127.0.0.1/d?password={SECRET}%zz"),
        format!("postgres://127.0.0.1/d?pasword={SECRET}"),
    ] {
        let output = env.command(["signup"]).env("DATABASE_URL", &url).run();
        assert!(!output.stderr.contains(SECRET), "{url}\n{output}");
        refusals.push_str(&output.to_string());
    }
    insta::assert_snapshot!(refusals, @"
    exit: 10
    --- stdout
    --- stderr
    error: invalid value for DATABASE_URL: a % must be followed by two hexadecimal digits; write a % itself as %25
    exit: 10
    --- stdout
    --- stderr
    error: invalid value for DATABASE_URL: the ] after an IPv6 address is missing
    exit: 10
    --- stdout
    --- stderr
    error: invalid value for DATABASE_URL: the port must be a number; write a / in a password as %2F
    exit: 10
    --- stdout
    --- stderr
    error: the database refuses the connection: the database URL has an unknown parameter, unknown
    exit: 10
    --- stdout
    --- stderr
    error: invalid value for DATABASE_URL: the port must be a number; write a / in a password as %2F
    exit: 10
    --- stdout
    --- stderr
    error: invalid value for DATABASE_URL: a % must be followed by two hexadecimal digits; write a % itself as %25
    exit: 10
    --- stdout
    --- stderr
    error: the database refuses the connection: the database URL has an unknown parameter, pasword
    ");
}

#[test]
fn wrong_password_of_the_database_is_a_matter_of_configuration() {
    let env = TestEnv::demo(Backend::Postgres);
    let url = env.database_url();
    let (user, host) = url.rsplit_once('@').unwrap();
    let (user, _) = user.rsplit_once(':').unwrap();
    let wrong = format!("{user}:{SECRET}@{host}");
    let output = env.run_as("CBrunel", ["customer", "list", "--database-url", &wrong]);
    insta::assert_snapshot!(output, @"
    exit: 10
    --- stdout
    --- stderr
    error: the database refuses the connection: wrong user or password
    ");
    let (root, _) = url.rsplit_once('/').unwrap();
    let output = env.run_as(
        "CBrunel",
        [
            "customer",
            "list",
            "--database-url",
            &format!("{root}/nowhere"),
        ],
    );
    insta::assert_snapshot!(output, @"
    exit: 10
    --- stdout
    --- stderr
    error: the database refuses the connection: the server has no such database
    ");
}

#[test]
fn server_that_never_answers_is_given_up() {
    let env = TestEnv::initialised(Backend::Sqlite);
    // Connections wait in the queue of this socket, which nobody looks at.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://u:{SECRET}@{}/d", silent.local_addr().unwrap());
    let started = Instant::now();
    let output = env
        .command(["signup"])
        .env("DATABASE_URL", &url)
        .run()
        .expect_exit(9);
    // Within five seconds, and three more for a busy machine.
    assert!(
        started.elapsed() < Duration::from_secs(8),
        "{:?}",
        started.elapsed()
    );
    let port = silent.local_addr().unwrap().port().to_string();
    insta::assert_snapshot!(output.stderr.replace(&port, "PORT"), @"
    error: the database is not available: 127.0.0.1:PORT did not answer in time
    ");
}
