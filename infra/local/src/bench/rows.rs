//! The rows that are measured with, in a table and buckets that no function listens to.

use std::collections::BTreeMap;
use std::process::Command;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::build;
use crate::failure::{During, Failure, Result};
use crate::install::{self, Tools};
use crate::place::Place;
use crate::shell;
use crate::stack::Member;

pub struct Rows<'a> {
    place: &'a Place,
    tools: &'a Tools,
    /// What a function that uses these rows is given.
    pub variables: BTreeMap<&'static str, String>,
}

/// Copies of rows that are to be made.
pub struct Copies<'a> {
    /// Keys, and what the sort key begins with.
    pub rows: &'a [(String, &'a str)],
    /// What each copy is called otherwise.
    pub names: &'a [&'a str],
    /// The practice that the copies belong to, where it is another.
    pub moved: Option<(&'a str, &'a str)>,
    pub count: usize,
}

impl<'a> Rows<'a> {
    /// A table like the deployed one, with the practices, the members and the records of the demonstration.
    pub fn make(place: &'a Place, tools: &'a Tools, deployed: &BTreeMap<&'static str, String>) -> Result<Self> {
        let mut variables = deployed.clone();
        for (name, value) in [
            ("TABLE", "bench"),
            ("RECORDS_BUCKET", "bench-records"),
            ("PACKAGES_BUCKET", "bench-packages"),
            ("LETTERS_BUCKET", "bench-letters"),
            // What Node's SDK would say at each start, of Node's version.
            ("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true"),
        ] {
            variables.insert(name, value.to_owned());
        }
        let buckets = ["RECORDS_BUCKET", "PACKAGES_BUCKET", "LETTERS_BUCKET"].map(|name| variables[name].clone());
        let rows = Self {
            place,
            tools,
            variables,
        };
        let like = &deployed["TABLE"];
        rows.run::<Value>(
            "table",
            json!({ "like": like, "name": rows.variables["TABLE"], "buckets": buckets }),
        )?;
        shell::quietly(
            Command::new(build::seed(place)).envs(&rows.variables),
            &install::log(place, "bench"),
        )?;
        Ok(rows)
    }

    /// The cookie of a member's session.
    pub fn clerk(&self, email: &str) -> Result<String> {
        let members: Vec<Member> = serde_json::from_str(&self.variables["MEMBERS"]).during("reading the members")?;
        let member = members
            .into_iter()
            .find(|member| member.email == email)
            .ok_or_else(|| Failure::new(format!("{email} is no member")))?;
        let token = self.session(json!({ "kind": "staff", "member": member.sub }))?;
        Ok(format!("__Host-staff={token}"))
    }

    /// The cookie of whoever proved the second factor of a delivery.
    pub fn recipient(&self, delivery: &str) -> Result<String> {
        let token = self.session(json!({ "kind": "recipient", "delivery": delivery }))?;
        Ok(format!("__Host-recipient={token}"))
    }

    /// The sort keys of a request's jobs.
    pub fn jobs(&self, request: &str) -> Result<Vec<String>> {
        self.of_table("keys", json!({ "pk": format!("REQUEST#{request}"), "prefix": "JOB#" }))
    }

    /// How many requests a practice's part of the worklist's index holds.
    pub fn listed(&self, practice: &str) -> Result<usize> {
        self.of_table(
            "count",
            json!({ "index": "worklist", "pk": format!("{practice}#OPEN#0") }),
        )
    }

    /// Makes copies, and returns what each is called, in the order of the names.
    pub fn copy(&self, copies: &Copies<'_>) -> Result<Vec<Vec<String>>> {
        let replaced: BTreeMap<&str, &str> = copies.moved.into_iter().collect();
        self.of_table(
            "copies",
            json!({
                "rows": copies.rows, "names": copies.names, "replaced": replaced, "count": copies.count,
                // The package itself is not copied.
                "kept": ["package_key", "file_name"]
            }),
        )
    }

    fn session(&self, whose: Value) -> Result<String> {
        let [token]: [String; 1] = self.of_table("sessions", json!({ "whose": [whose] }))?;
        Ok(token)
    }

    fn of_table<T: DeserializeOwned>(&self, command: &str, mut given: Value) -> Result<T> {
        given["table"] = json!(self.variables["TABLE"]);
        self.run(command, given)
    }

    fn run<T: DeserializeOwned>(&self, command: &str, given: Value) -> Result<T> {
        let mut program = Command::new(self.tools.python());
        program
            .arg(self.place.local().join("bench/rows.py"))
            .arg(command)
            .envs(&self.variables);
        let answer = shell::answer(&mut program, &given.to_string())?;
        serde_json::from_str(&answer).during("reading which rows were made")
    }
}
