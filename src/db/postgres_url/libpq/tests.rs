//! Tests of refused URLs and of the URI for libpq.

use super::*;

const NOTHING: fn(&str) -> bool = |_| false;

fn told(url: &str) -> Result<Parameters> {
    let uri = rewrite(url, None, NOTHING)?.write();
    Ok(Parameters::read(&uri)?)
}

fn refused(url: &str) -> Error {
    let error = told(url)
        .err()
        .unwrap_or_else(|| panic!("{url} is accepted"));
    assert_eq!(
        (error.code().as_str(), error.exit_code()),
        ("config.insecure_connection", 10),
        "{url}: {error}"
    );
    error
}

#[test]
fn a_host_that_is_not_this_machine_needs_verify_full() {
    for (place, host) in [
        ("db.example", "db.example"),
        ("u:p@db.example:5433", "db.example"),
        ("10.0.0.1", "10.0.0.1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
        ("0.0.0.0", "0.0.0.0"),
        // Resolvers differ in reading these.
        ("127.1", "127.1"),
        ("0177.0.0.1", "0177.0.0.1"),
        ("2130706433", "2130706433"),
        ("localhost.", "localhost."),
        ("localhost.evil.example", "localhost.evil.example"),
        ("127.0.0.1.evil.example", "127.0.0.1.evil.example"),
        ("localhost,db.example", "db.example"),
        ("localhost%2Cdb.example", "db.example"),
        (",db.example", "db.example"),
    ] {
        for weak in [
            "",
            "?sslmode=",
            "?sslmode=disable",
            "?sslmode=allow",
            "?sslmode=prefer",
            "?sslmode=require",
            "?sslmode=verify-ca",
            "?sslmode=VERIFY-FULL",
            "?sslmode=verify-full%00",
            "?ssl=true",
            "?sslmode=verify-full&ssl=true",
            "?sslmode=verify-full&requiressl=1",
            "?sslmode=verify-full&sslmode=prefer",
            "?sslmode=verify-full&sslm%6Fde=prefer",
            "?SSLMODE=verify-full",
            "?sslrootcert=system",
        ] {
            let url = format!("postgresql://{place}/d{weak}");
            if weak.ends_with("%00") {
                assert!(told(&url).is_err());
                continue;
            }
            let error = refused(&url);
            assert!(error.to_string().contains(host), "{url}: {error}");
            assert!(error.to_string().contains("sslmode=verify-full"));
        }
        let url = format!("postgresql://{place}/d?sslmode=verify-full");
        let parameters = told(&url).unwrap();
        assert!(parameters.is("sslmode", "verify-full"), "{url}");
        assert!(parameters.is("channel_binding", "require"), "{url}");
        assert!(parameters.is("gssencmode", "disable"), "{url}");
    }
}

#[test]
fn name_and_address_are_judged_each_for_itself() {
    for query in [
        "host=db.example&hostaddr=127.0.0.1",
        "host=localhost&hostaddr=10.0.0.1",
        "host=/run/postgresql&hostaddr=10.0.0.1",
        "host=@abstract&hostaddr=10.0.0.1",
        "hostaddr=10.0.0.1",
        "hostaddr=127.0.0.1,10.0.0.1",
        "hostaddr=localhost",
        "h%6Fst=db.example",
        "host=localhost&host=db.example",
        "host=%ff",
    ] {
        refused(&format!("postgresql://localhost/d?{query}"));
    }
}

#[test]
fn this_machine_needs_nothing() {
    for url in [
        "postgresql:///d",
        "postgresql://localhost/d",
        "postgresql://LOCALHOST:1/d?sslmode=disable",
        "postgresql://127.0.0.1/d",
        "postgresql://127.8.9.10/d?channel_binding=disable",
        "postgresql://[::1]/d",
        "postgresql://%2Frun%2Fpostgresql/d",
        "postgresql:///d?host=/run/postgresql",
        "postgresql:///d?host=@abstract",
        "postgresql://db.example/d?host=localhost",
        "postgresql://localhost/d?hostaddr=127.0.0.1",
        "postgresql://localhost/d?hostaddr=",
        "postgresql://localhost,127.0.0.1,,[::1]/d",
    ] {
        told(url).unwrap_or_else(|error| panic!("{url}: {error}"));
    }
}

#[test]
fn what_weakens_a_verified_connection_is_refused() {
    for query in [
        "channel_binding=prefer",
        "channel_binding=disable",
        "channel_binding=",
        "channel_binding=require&channel_binding=prefer",
        "gssencmode=prefer",
        "gssencmode=require",
    ] {
        let url = format!("postgresql://db.example/d?sslmode=verify-full&{query}");
        let name = query.split('=').next().unwrap();
        assert!(refused(&url).to_string().contains(name), "{url}");
    }
}

#[test]
fn a_piece_of_a_password_is_not_shown_as_a_host() {
    for url in [
        "postgresql://u:half@s3cr3t@h/d",
        "postgresql://u:half@s3cr3t%2F/d",
        "postgresql://u:half@s3cr3t!/d",
    ] {
        let error = refused(url).to_string();
        assert!(!error.contains("s3cr3t"), "{error}");
    }
}

#[test]
fn a_password_with_an_at_sign_and_a_slash_has_no_host_to_show() {
    let told = refused("postgresql://u:a@s3cr3t/b@h/d").to_string();
    assert!(told.contains("%40") && !told.contains("s3cr3t"), "{told}");
}

#[test]
fn a_service_could_stand_for_any_server() {
    refused("postgresql:///d?service=other");
    refused("postgresql:///d?s%65rvice=");
    let error = rewrite("postgresql:///d", None, |it| it == "PGSERVICE")
        .err()
        .unwrap();
    assert_eq!(error.code(), "config.insecure_connection");
    assert_eq!(error.hint().unwrap(), "unset PGSERVICE");
}

#[test]
fn every_default_is_spelled_out_for_the_environment() {
    let parameters = told("postgresql:///").unwrap();
    for (name, value) in DEFAULTS {
        assert!(parameters.is(name, value), "{name}");
    }
    assert!(parameters.is("options", SETTINGS));
    assert!(parameters.is("host", socket_directory("5432")));
    assert!(parameters.get("sslnegotiation").is_none());
    let set = |name: &str| name == "PGSSLNEGOTIATION";
    let uri = rewrite("postgresql:///", None, set).unwrap().write();
    assert!(
        Parameters::read(&uri)
            .unwrap()
            .is("sslnegotiation", "postgres")
    );
}

#[test]
fn what_is_given_is_kept() {
    let parameters = told(
        "postgresql://h:1/d?connect_timeout=30&sslmode=verify-full&sslrootcert=/ca&target_session_attrs=read-write",
    )
    .unwrap();
    for (name, value) in [
        ("host", "h"),
        ("port", "1"),
        ("dbname", "d"),
        ("connect_timeout", "30"),
        ("application_name", "epic"),
        ("sslrootcert", "/ca"),
        ("target_session_attrs", "read-write"),
    ] {
        assert!(parameters.is(name, value), "{name}");
    }
    // libpq takes the certificates of the system with verify-full alone.
    let parameters = told("postgresql://localhost?sslrootcert=system").unwrap();
    assert!(parameters.is("sslmode", "verify-full"));
}

#[test]
fn a_session_is_added_to_the_options_of_the_url() {
    // The settings of the URL come after those of every connection.
    for (given, expected) in [
        ("", "-c epic.session=epk_s-1"),
        ("?options=", "-c epic.session=epk_s-1"),
        ("?options=-c%20a%3Db", "-c a=b -c epic.session=epk_s-1"),
        ("?options=-c%20a%3Db%5C", "-c a=b -c epic.session=epk_s-1"),
        (
            "?options=-c%20a%3Db%5C%5C",
            "-c a=b\\\\ -c epic.session=epk_s-1",
        ),
        (
            "?options=-c%20epic.session%3Dx",
            "-c epic.session=x -c epic.session=epk_s-1",
        ),
    ] {
        let secret = SecretString::from("epk_s-1");
        let url = format!("postgresql://localhost/d{given}");
        let uri = rewrite(&url, Some(&secret), NOTHING).unwrap().write();
        let expected = format!("{SETTINGS} {expected}");
        assert!(
            Parameters::read(&uri).unwrap().is("options", &expected),
            "{given}"
        );
    }
    let long = "x".repeat(257);
    for forged in [
        "",
        "x -c role=postgres",
        "x\\",
        "x\n",
        "é",
        "a.b",
        "a=b",
        &long,
    ] {
        let secret = SecretString::from(forged);
        let error = rewrite("postgresql://localhost/d", Some(&secret), NOTHING)
            .err()
            .unwrap();
        assert_eq!(error.code(), "auth.invalid_token", "{forged}");
    }
}
