//! The way to a PostgreSQL on another machine: a server that cannot prove who it is gets no packet, or no password, and
//! no variable of the environment changes that. The servers are real, with certificates made here.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
};

use crate::env::{Backend, Invocation, Output, PASSWORD, Solo, TestEnv, solo};

/// The name of the server, which no resolver knows: the address is always given.
const HOST: &str = "db.epic.test";

/// An authority that signs certificates.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    /// Makes the server speak TLS with a certificate for this name.
    fn certify(&self, solo: &Solo, name: &str) {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        solo.write_file("epic.crt", &certificate.pem());
        solo.write_file("epic.key", &key.serialize_pem());
        for setting in [
            "ssl_cert_file = 'epic.crt'",
            "ssl_key_file = 'epic.key'",
            "ssl = on",
        ] {
            solo.execute(&format!("ALTER SYSTEM SET {setting}"));
        }
        solo.reload();
    }
}

/// A home from which the server is reached by its name.
struct Client {
    env: TestEnv,
    url: String,
}

impl Client {
    /// `authority`: whom the client trusts.
    fn new(solo: &Solo, authority: &Authority) -> Self {
        let env = TestEnv::empty(Backend::Sqlite);
        std::fs::write(env.home().join("ca.crt"), authority.0.pem()).unwrap();
        let url = format!(
            "{}?hostaddr=127.0.0.1",
            solo.url().replace("@127.0.0.1:", &format!("@{HOST}:"))
        );
        Self { env, url }
    }

    /// The parameters of a connection as it should be.
    fn verified(&self) -> String {
        let root = self.env.home().join("ca.crt");
        format!(
            "{}&sslmode=verify-full&sslrootcert={}",
            self.url,
            root.display()
        )
    }

    fn command<const N: usize>(&self, url: &str, args: [&str; N]) -> Invocation<'_> {
        self.env.command(args).env("DATABASE_URL", url)
    }
}

/// Checks that a run was refused for the connection alone, in words with this in them, and told no password.
#[track_caller]
fn assert_insecure(invocation: Invocation<'_>, url: &str, words: &str) -> Output {
    let output = invocation.run().expect_exit(10);
    let error = output.error();
    assert_eq!(
        error["error"]["code"], "config.insecure_connection",
        "{output}"
    );
    assert!(output.stderr.contains(words), "{words:?}\n{output}");
    let (_, password) = url.split_once('@').unwrap().0.rsplit_once(':').unwrap();
    assert!(!output.stderr.contains(password), "{output}");
    output
}

const MIGRATE: [&str; 4] = ["db", "migrate", "--format", "json"];

#[test]
fn server_that_proves_who_it_is_is_used() {
    let solo = solo();
    let authority = Authority::new("Authority");
    authority.certify(&solo, HOST);
    let client = Client::new(&solo, &authority);
    let url = client.verified();
    client.command(&url, MIGRATE).run().success();
    client.command(&url, ["init", "--demo"]).run().success();
    client
        .command(&url, ["login", "CBrunel", "--password-stdin"])
        .stdin(format!("{PASSWORD}\n"))
        .run()
        .success();
    let whoami = ["whoami", "--fields=collaborator.login"];
    let output = client.command(&url, whoami).run().success();
    assert_eq!(output.stdout, "CBrunel\n");
    // The challenge was asked for over TLS as well.
    let keys = client.env.home().join(".local/state/epic-events/scram");
    let files = std::fs::read_dir(keys).unwrap();
    let sizes: Vec<u64> = files
        .map(|file| file.unwrap().metadata().unwrap().len())
        .collect();
    assert!(sizes.len() == 1 && sizes[0] > 0, "{sizes:?}");
    // Whatever the environment says of where the server is and how it is spoken to.
    let other = client.env.home().join("other.crt");
    std::fs::write(&other, Authority::new("Authority").0.pem()).unwrap();
    let other = other.to_str().unwrap();
    for (variable, value) in [
        ("PGSSLMODE", "disable"),
        ("PGREQUIRESSL", "0"),
        ("PGSSLROOTCERT", other),
        ("PGSSLCRL", other),
        ("PGSSLCRLDIR", "/nonexistent"),
        ("PGSSLMAXPROTOCOLVERSION", "TLSv1"),
        ("PGSSLMINPROTOCOLVERSION", "nonsense"),
        ("PGSSLNEGOTIATION", "direct"),
        ("PGSSLSNI", "nonsense"),
        ("PGCHANNELBINDING", "nonsense"),
        ("PGGSSENCMODE", "nonsense"),
        ("PGGSSDELEGATION", "1"),
        ("PGHOST", "192.0.2.1"),
        ("PGHOSTADDR", "192.0.2.1"),
        ("PGPORT", "1"),
        ("PGDATABASE", "nowhere"),
        ("PGOPTIONS", "-c search_path=pg_catalog"),
        ("PGCONNECT_TIMEOUT", "nonsense"),
        ("PGSERVICEFILE", "/nonexistent"),
    ] {
        let output = client.command(&url, whoami).env(variable, value).run();
        assert_eq!(output.stdout, "CBrunel\n", "{variable}\n{output}");
    }
}

#[test]
fn certificate_for_another_name_is_refused() {
    let solo = solo();
    let authority = Authority::new("Authority");
    authority.certify(&solo, "db.evil.test");
    let client = Client::new(&solo, &authority);
    let url = client.verified();
    assert_insecure(client.command(&url, MIGRATE), &url, "is for another host");
    for variable in ["PGSSLMODE", "PGREQUIRESSL"] {
        let lax = client.command(&url, MIGRATE).env(variable, "require");
        assert_insecure(lax, &url, "is for another host");
    }
    // The same server is the right one under its own name: the name alone was wrong.
    let url = url.replace(HOST, "db.evil.test");
    client.command(&url, MIGRATE).run().success();
}

#[test]
fn certificate_of_another_authority_is_refused() {
    let solo = solo();
    let authority = Authority::new("Authority");
    // One of another name, and one that poses as the right one.
    for (name, words) in [
        ("Other", "the certificate of the server is not trusted"),
        ("Authority", "TLS"),
    ] {
        let other = Authority::new(name);
        other.certify(&solo, HOST);
        let client = Client::new(&solo, &authority);
        let url = client.verified();
        assert_insecure(client.command(&url, MIGRATE), &url, words);
        // Nor is the authority taken from the environment, with or without one in the URL.
        let root = client.env.home().join("other.crt");
        std::fs::write(&root, other.0.pem()).unwrap();
        let misled = client.command(&url, MIGRATE).env("PGSSLROOTCERT", &root);
        assert_insecure(misled, &url, words);
        let rootless = format!("{}&sslmode=verify-full", client.url);
        let misled = client
            .command(&rootless, MIGRATE)
            .env("PGSSLROOTCERT", &root);
        assert_insecure(misled, &rootless, "root certificate file");
        // Trusted in the URL, it is taken.
        let trusted = format!("{rootless}&sslrootcert={}", root.display());
        client.command(&trusted, MIGRATE).run().success();
    }
}

#[test]
fn server_without_tls_is_refused() {
    let solo = solo();
    let client = Client::new(&solo, &Authority::new("Authority"));
    let url = client.verified();
    assert_insecure(
        client.command(&url, MIGRATE),
        &url,
        "the server does not offer TLS",
    );
    for (variable, value) in [
        ("PGSSLMODE", "disable"),
        ("PGSSLMODE", "prefer"),
        ("PGREQUIRESSL", "0"),
        ("PGGSSENCMODE", "prefer"),
    ] {
        let lax = client.command(&url, MIGRATE).env(variable, value);
        assert_insecure(lax, &url, "the server does not offer TLS");
    }
    // On this machine nobody can listen.
    client.command(&solo.url(), MIGRATE).run().success();
}

/// A server that lets people in without SCRAM may be anybody who has a certificate: it learns no password.
#[test]
fn server_that_asks_for_a_weak_proof_is_refused() {
    let solo = solo();
    let authority = Authority::new("Authority");
    authority.certify(&solo, HOST);
    let client = Client::new(&solo, &authority);
    let database = solo.name();
    let weak = format!("{database}_weak");
    solo.execute(&format!(
        "SET password_encryption = md5;
         CREATE ROLE {weak} LOGIN PASSWORD 'hunter2hunter2';
         GRANT ALL ON DATABASE {database} TO {weak};
         GRANT ALL ON SCHEMA public TO {weak}"
    ));
    let verified = client.verified();
    let (_, host) = verified.split_once('@').unwrap();
    let url = format!("postgres://{weak}:hunter2hunter2@{host}");
    let local = format!(
        "postgres://{weak}:hunter2hunter2@{}",
        solo.url().split_once('@').unwrap().1
    );
    for method in ["trust", "password", "md5"] {
        solo.write_hba(&format!(
            "host all epic_test 127.0.0.1/32 scram-sha-256\nhostssl all {weak} 127.0.0.1/32 {method}\n"
        ));
        for variable in ["PGCHANNELBINDING", "PGSSLCERTMODE"] {
            let command = client.command(&url, MIGRATE).env(variable, "disable");
            assert_insecure(command, &url, "the server does not support channel binding");
        }
        for weaker in ["prefer", "disable"] {
            let url = format!("{url}&channel_binding={weaker}");
            assert_insecure(
                client.command(&url, MIGRATE),
                &url,
                "set channel_binding to require",
            );
        }
        // It does let in whoever asks for less.
        client.command(&local, MIGRATE).run().success();
    }
}

/// A port of this machine, and how many came to it.
struct Listener(TcpListener);

impl Listener {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    /// Ends and counts the connections that were made so far: the kernel takes them without being asked.
    fn count(&self) -> usize {
        let mut count = 0;
        loop {
            match self.0.accept() {
                Ok(_) => count += 1,
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::WouldBlock);
                    return count;
                }
            }
        }
    }
}

#[test]
fn nothing_is_sent_without_verification() {
    let env = TestEnv::empty(Backend::Sqlite);
    let listener = Listener::new();
    let port = listener.port();
    for query in [
        "",
        "&sslmode=disable",
        "&sslmode=allow",
        "&sslmode=prefer",
        "&sslmode=require",
        "&sslmode=verify-ca",
        "&sslmode=verify-full&sslmode=require",
        "&sslmode=verify-full&ssl=true",
        "&sslmode=verify-full&requiressl=1",
        "&sslmode=verify-full&s%73lmode=require",
        "&sslmode=verify-full&channel_binding=prefer",
        "&sslmode=verify-full&gssencmode=prefer",
        "&sslmode=verify-full&service=other",
    ] {
        for place in [
            format!("{HOST}:{port}/d?hostaddr=127.0.0.1"),
            format!("{HOST}/d?hostaddr=127.0.0.1&port={port}"),
            format!("localhost:{port}/d?host={HOST}&hostaddr=127.0.0.1"),
            format!("127.0.0.1:{port},{HOST}:{port}/d?user=u"),
            format!("localhost:{port}%2C{port}/d?host=localhost%2C{HOST}"),
        ] {
            let url = format!("postgres://u:hunter2@{place}{query}");
            // Saying it in the environment is not saying it in the URL.
            for stronger in [None, Some(("PGSSLMODE", "verify-full"))] {
                let mut command = env.command(MIGRATE).env("DATABASE_URL", &url);
                if let Some((variable, value)) = stronger {
                    command = command.env(variable, value);
                }
                assert_insecure(command, &url, "");
                assert_eq!(listener.count(), 0, "{url}");
            }
        }
    }
    // The listener does count: verification is tried only on what has been reached.
    let url = format!(
        "postgres://u:hunter2@{HOST}:{port}/d?hostaddr=127.0.0.1&sslmode=verify-full&connect_timeout=2"
    );
    let counter = thread::spawn(move || {
        thread::sleep(Duration::from_secs(1));
        listener.count()
    });
    env.command(MIGRATE)
        .env("DATABASE_URL", &url)
        .run()
        .expect_exit(9);
    assert_eq!(counter.join().unwrap(), 1);
}

#[test]
fn refusal_names_the_host_and_what_to_add() {
    let env = TestEnv::empty(Backend::Sqlite);
    let refused = |url: &str| {
        env.command(["db", "migrate"])
            .env("DATABASE_URL", url)
            .run()
            .to_string()
    };
    let url = "postgres://u:hunter2@db.example";
    insta::assert_snapshot!(refused(&format!("{url}/d")), @"
    exit: 10
    --- stdout
    --- stderr
    error: the server db.example is not on this machine, so its identity must be verified: add sslmode=verify-full to the database URL
    ");
    insta::assert_snapshot!(refused(&format!("{url}/d?sslmode=verify-full&channel_binding=prefer")), @"
    exit: 10
    --- stdout
    --- stderr
    error: the connection to db.example would not be secure: in the database URL, set channel_binding to require or leave it out
    ");
    insta::assert_snapshot!(refused("postgres:///d?service=team"), @"
    exit: 10
    --- stdout
    --- stderr
    error: service in the database URL may stand for any server: write the host and the name of the database instead
    ");
    let service = env
        .command(["db", "migrate"])
        .env("DATABASE_URL", format!("{url}?sslmode=verify-full"))
        .env("PGSERVICE", "team");
    insta::assert_snapshot!(service.run(), @"
    exit: 10
    --- stdout
    --- stderr
    error: PGSERVICE is set, and may stand for any server
    hint: unset PGSERVICE
    ");
}

/// Without a host in the URL it is the Unix socket, whatever `PGHOST` says.
#[test]
fn environment_leads_nowhere_else() {
    let env = TestEnv::empty(Backend::Sqlite);
    let listener = Listener::new();
    let port = listener.port().to_string();
    let file = env.home().join("services");
    std::fs::write(&file, format!("[team]\nhost=127.0.0.1\nport={port}\n")).unwrap();
    let service = ("PGSERVICEFILE", file.to_str().unwrap());
    for variables in [
        vec![("PGHOST", "127.0.0.1")],
        vec![("PGHOST", "localhost"), ("PGHOSTADDR", "127.0.0.1")],
        vec![("PGHOSTADDR", "127.0.0.1")],
        vec![("PGSERVICE", "team"), service],
        vec![("PGSERVICE", ""), service],
    ] {
        let mut command = env
            .command(MIGRATE)
            .env("DATABASE_URL", "postgres://u:hunter2@/d?connect_timeout=2")
            .env("PGPORT", &port);
        for (variable, value) in variables {
            command = command.env(variable, value);
        }
        // There is no such socket, or a server behind it that knows nothing of this user.
        let output = command.run();
        assert!(matches!(output.status, 9 | 10), "{output}");
        assert_eq!(listener.count(), 0, "{output}");
    }
}

/// The start-up options of a connection carry the session, behind what the URL asks for.
#[test]
fn session_reaches_the_server_beside_the_options_of_the_url() {
    use diesel::prelude::*;
    use diesel::sql_types::Text;

    let env = TestEnv::empty(Backend::Postgres);
    let secret = "epk_a-Z_09".into();
    for (options, memory) in [
        ("", ""),
        ("?options=", ""),
        ("?options=-c%20work_mem%3D3MB", "3MB"),
        ("?options=-c%20work_mem%3D3MB%5C", "3MB"),
        (
            "?options=-c%20work_mem%3D5MB%20-c%20epic.session%3Dother",
            "5MB",
        ),
    ] {
        let url = format!("{}{options}", env.database_url());
        let uri = epic::db::postgres_url::for_libpq(&url, Some(&secret)).unwrap();
        let mut conn = PgConnection::establish(&uri.write()).unwrap();
        let mut setting = |name: &str| -> String {
            diesel::dsl::sql::<Text>(&format!("SELECT current_setting('{name}')"))
                .get_result(&mut conn)
                .unwrap()
        };
        assert_eq!(setting("epic.session"), "epk_a-Z_09", "{options}");
        assert_eq!(setting("application_name"), "epic");
        if !memory.is_empty() {
            assert_eq!(setting("work_mem"), memory, "{options}");
        }
    }
}
