//! `epic db lockdown`, `enroll` and `status`: PostgreSQL decides, on whatever it had drifted to, and whoever owns it.

mod drift;
mod roles;
mod seen;

use crate::env::{Backend, Invocation, Output, PASSWORD, Solo, TestEnv, solo};
use crate::staff::STRONG;

/// A server without any role of ours, a database on it, and a home to reach them from.
struct Server {
    env: TestEnv,
    solo: Solo,
}

impl Server {
    fn new() -> Self {
        let solo = solo();
        let roles = "FROM pg_roles WHERE rolname LIKE 'epic\\_%' AND rolname <> 'epic_test' OR rolname = 'crm'";
        let drop = solo.scalar(&format!(
            "SELECT coalesce(string_agg(format('DROP OWNED BY %1$I CASCADE; DROP ROLE %1$I', rolname), '; '), 'SELECT') {roles}"
        ));
        solo.execute(&drop);
        solo.execute("GRANT CONNECT ON DATABASE postgres, template1 TO PUBLIC");
        Self {
            env: TestEnv::empty(Backend::Sqlite),
            solo,
        }
    }

    /// The same, with the demonstration company in a database that is locked down.
    fn locked_down() -> (Self, String) {
        let server = Self::new();
        server.admin(["init", "--demo"]).run().success();
        let url = server.lockdown(["db", "lockdown"]).shared_url;
        (server, url)
    }

    fn at<'env>(
        &'env self,
        url: &str,
        args: impl IntoIterator<Item = &'env str>,
    ) -> Invocation<'env> {
        self.env.command(args).env("DATABASE_URL", url)
    }

    fn admin<'env>(&'env self, args: impl IntoIterator<Item = &'env str>) -> Invocation<'env> {
        self.at(&self.solo.url(), args)
    }

    fn lockdown<'env>(&'env self, args: impl IntoIterator<Item = &'env str>) -> Report {
        let output = self.admin(args).env("EPIC_FORMAT", "json").run().success();
        let json = output.json();
        assert_eq!(json["locked_down"], true, "{output}");
        Report {
            shared_url: json["shared_url"].as_str().unwrap().to_owned(),
            repaired: texts(&json["repaired"]),
        }
    }

    /// What does not hold.
    fn problems(&self, url: &str) -> Vec<String> {
        let output = self.at(url, ["db", "status", "--json"]).run().success();
        let json = output.json();
        assert_eq!(
            json["locked_down"],
            json["problems"].as_array().unwrap().is_empty(),
            "{output}"
        );
        texts(&json["problems"])
    }

    fn log_in(&self, url: &str, login: &'static str) -> Output {
        self.at(url, ["login", login, "--password-stdin"])
            .stdin(format!("{PASSWORD}\n"))
            .run()
    }
}

struct Report {
    shared_url: String,
    repaired: Vec<String>,
}

fn texts(value: &serde_json::Value) -> Vec<String> {
    let texts = value.as_array().unwrap().iter();
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

fn assert_config(output: Output, code: &str) {
    let output = output.expect_exit(10);
    assert!(output.stdout.is_empty(), "{output}");
    assert_eq!(
        output.error()["error"]["code"],
        format!("config.{code}"),
        "{output}"
    );
}

fn password_of(url: &str) -> &str {
    let (user, _) = url.rsplit_once('@').unwrap();
    user.rsplit_once(':').unwrap().1
}

#[test]
fn first_lockdown_makes_everything_hold_and_the_second_repairs_nothing() {
    let server = Server::new();
    server.admin(["init"]).run().success();
    assert_eq!(
        server.problems(&server.solo.url()),
        ["epic db lockdown was never run"]
    );
    let first = server.lockdown(["db", "lockdown"]);
    assert!(
        first
            .repaired
            .iter()
            .any(|it| it.starts_with("missing roles (epic_owner,")),
        "{:?}",
        first.repaired
    );
    let url = first.shared_url;
    assert_eq!(password_of(&url).len(), 43);
    let second = server.lockdown(["db", "lockdown"]);
    assert_eq!(second.repaired, [""; 0]);
    assert_eq!(second.shared_url, url.replace(password_of(&url), "…"));
    assert_eq!(server.problems(&server.solo.url()), [""; 0]);

    // With the URL that was handed out, from an empty home, and without a right to change the schema.
    assert_eq!(server.problems(&url), [""; 0]);
    let client = TestEnv::empty(Backend::Sqlite);
    let run = |args: &[&str]| client.command(args).env("DATABASE_URL", &url);
    run(&["init", "--fields=migrations,demo"]).run().success();
    run(&["db", "migrate"]).run().success();
    run(&[
        "signup",
        "--login=ZHerve",
        "--first-name=Zoé",
        "--last-name=Hervé",
        "--email=zoe@herve.example",
        "--phone=0601020304",
        "--password-stdin",
    ])
    .stdin(format!("{STRONG}\n"))
    .run()
    .success();
    run(&["login", "ZHerve", "--password-stdin"])
        .stdin(format!("{STRONG}\n"))
        .run()
        .success();
    let listed = run(&["collaborator", "list", "--fields=login"])
        .run()
        .success();
    assert_eq!(listed.stdout, "ZHerve\n");
}
