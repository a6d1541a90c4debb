//! The tables of operations against the list of all operations of all hosts, name by name.
//!
//! `data/operations.json` was written down from the hosts' documents: what each operation is called,
//! where it lives, what it takes, whether it may be repeated. A table that drifts from it fails here.

use std::collections::BTreeMap;

use gigahost::operation::{Auth, Base, Class, Operation};
use gigahost::{Capability, Host};
use serde_json::{Value, json};

fn listed() -> BTreeMap<String, Value> {
    let rows: Vec<Value> = serde_json::from_str(include_str!("data/operations.json")).unwrap();
    assert!(rows.len() >= 84);
    rows.into_iter()
        .map(|row| {
            (format!("{}.{}", row["host"].as_str().unwrap(), row["name"].as_str().unwrap()), row)
        })
        .collect()
}

fn described(operation: &Operation) -> Value {
    let mut methods: Vec<_> = operation.methods.iter().map(|method| method.name()).collect();
    methods.sort_unstable();
    let params: Vec<Value> = operation
        .params
        .iter()
        .map(|param| json!([param.name, param.kind.type_name(), param.required]))
        .collect();
    json!({
        "host": operation.host.name(),
        "name": operation.name,
        "methods": methods,
        "path": operation.path,
        "base": match operation.base { Base::Api => "api", _ => "answer" },
        "auth": match operation.auth {
            Auth::None => "none",
            Auth::Password => "password",
            Auth::Keys => "keys",
            Auth::Token => "token",
            _ => "url",
        },
        "idempotent": operation.idempotent,
        "attested": operation.attested.label(),
        "params": params,
    })
}

#[test]
fn every_operation_of_every_host_is_in_its_table_as_the_documents_say() {
    let mut listed = listed();
    let all = listed.len();
    let mut wrong = Vec::new();
    let mut covered = 0;
    for operation in Host::ALL.into_iter().flat_map(Host::operations) {
        let Some(mut row) = listed.remove(&operation.full_name()) else {
            wrong.push(format!(
                "{} is not in core/tests/data/operations.json",
                operation.full_name()
            ));
            continue;
        };
        row.as_object_mut().unwrap().remove("kind");
        // The order of parameters is ours.
        let sorted = |value: &Value| {
            let mut params: Vec<String> =
                value["params"].as_array().unwrap().iter().map(Value::to_string).collect();
            params.sort();
            params
        };
        let ours = described(operation);
        let strip = |mut value: Value| {
            value.as_object_mut().unwrap().remove("params");
            value
        };
        if sorted(&row) != sorted(&ours) {
            wrong.push(format!(
                "{}: {:?} in place of {:?}",
                operation.full_name(),
                sorted(&ours),
                sorted(&row)
            ));
        }
        if strip(row.clone()) != strip(ours.clone()) {
            wrong.push(format!(
                "{}: {} in place of {}",
                operation.full_name(),
                strip(ours),
                strip(row)
            ));
        }
        covered += 1;
    }
    wrong.extend(listed.keys().map(|name| format!("{name} is in no table")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("operations in the tables: {covered} of {all}");
}

#[test]
fn no_class_contradicts_what_an_operation_is() {
    let listed = listed();
    for operation in Host::ALL.into_iter().flat_map(Host::operations) {
        let kind = listed[&operation.full_name()]["kind"].as_str().unwrap().to_owned();
        let fits = match operation.class {
            Class::Login => kind == "auth" && !operation.idempotent,
            Class::Read => operation.idempotent && kind != "mutation" && kind != "upload",
            Class::Idempotent => operation.idempotent && kind != "read",
            Class::NonIdempotent => !operation.idempotent && kind != "read",
            Class::Upload => kind == "upload",
            Class::Download => operation.idempotent && kind == "download",
            _ => kind == "live",
        };
        assert!(fits, "{}: {:?} for {kind}", operation.full_name(), operation.class);
    }
}

#[test]
fn every_parameter_that_carries_a_credential_is_marked_secret() {
    let credentials = [
        "token",
        "password",
        "pass",
        "access_token",
        "accesstoken",
        "refreshtoken",
        "apikey",
        "key1",
        "key2",
        "code",
        "access_password",
    ];
    for operation in Host::ALL.into_iter().flat_map(Host::operations) {
        for param in operation.params {
            if credentials.contains(&param.name) {
                assert!(param.secret, "{} {}", operation.full_name(), param.name);
            }
        }
    }
}

#[test]
fn every_host_uploads_and_names_its_capabilities_once() {
    for host in Host::ALL {
        assert!(host.supports(Capability::Upload), "{host}");
        let names: std::collections::BTreeSet<_> =
            Capability::ALL.iter().map(|capability| capability.name()).collect();
        assert_eq!(names.len(), Capability::ALL.len());
    }
}
