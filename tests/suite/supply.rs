//! What ladderbook is built from: the licences, sources and compiler versions of its dependencies. `cargo deny
//! check` asks the same of all systems and knows the advisories; this needs no other program, and no network.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;
use toml::Table;

use crate::support::root;

/// All crates that are compiled for this system.
fn packages() -> Vec<Value> {
    let cargo = || Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let version = cargo().arg("-vV").output().expect("cargo runs");
    let version = String::from_utf8(version.stdout).expect("text");
    let host = version.lines().find_map(|it| it.strip_prefix("host: ")).expect("the host's name");
    let output = cargo()
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--all-features"])
        .args(["--filter-platform", host])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

fn name(package: &Value) -> &str {
    package["name"].as_str().expect("a name")
}

/// Whether the terms of a licence expression can be met with these licences: all of what `AND` joins, and one of
/// what `OR` does.
fn is_met(expression: &str, allowed: &[&str]) -> bool {
    let expression = expression.replace('/', " OR ");
    let words = expression.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let (is_met, rest) = alternatives(&words, allowed);
    assert!(rest.is_empty(), "`{expression}` cannot be read");
    is_met
}

fn alternatives<'w>(words: &'w [&'w str], allowed: &[&str]) -> (bool, &'w [&'w str]) {
    let (mut is_met, mut rest) = conjunction(words, allowed);
    while let ["OR", more @ ..] = rest {
        let (other, behind) = conjunction(more, allowed);
        (is_met, rest) = (is_met || other, behind);
    }
    (is_met, rest)
}

fn conjunction<'w>(words: &'w [&'w str], allowed: &[&str]) -> (bool, &'w [&'w str]) {
    let (mut is_met, mut rest) = term(words, allowed);
    while let ["AND", more @ ..] = rest {
        let (other, behind) = term(more, allowed);
        (is_met, rest) = (is_met && other, behind);
    }
    (is_met, rest)
}

fn term<'w>(words: &'w [&'w str], allowed: &[&str]) -> (bool, &'w [&'w str]) {
    match words {
        ["(", inside @ ..] => match alternatives(inside, allowed) {
            (is_met, [")", rest @ ..]) => (is_met, rest),
            (_, rest) => (false, rest),
        },
        [licence, "WITH", exception, rest @ ..] => {
            (allowed.contains(&format!("{licence} WITH {exception}").as_str()), rest)
        }
        [licence, rest @ ..] => (allowed.contains(licence), rest),
        [] => (false, words),
    }
}

/// The licences that deny.toml allows, and those that it allows for single crates.
fn licences(deny: &Table) -> (Vec<&str>, BTreeMap<&str, Vec<&str>>) {
    let section = deny["licenses"].as_table().expect("[licenses]");
    let exceptions = section["exceptions"].as_array().expect("exceptions").iter();
    let exceptions =
        exceptions.map(|it| (it["crate"].as_str().expect("a crate"), texts(&it["allow"])));
    (texts(&section["allow"]), exceptions.collect())
}

fn texts(list: &toml::Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|it| it.as_str().expect("a text")).collect()
}

#[test]
fn licences_are_those_that_deny_toml_allows() {
    let text = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml");
    let deny: Table = text.parse().expect("TOML");
    let (allowed, exceptions) = licences(&deny);
    let packages = packages();
    assert!(packages.len() > 100, "the dependencies are listed");
    for package in &packages {
        let licence = package["license"].as_str().unwrap_or_default();
        let more = exceptions.get(name(package)).map_or(&[][..], Vec::as_slice);
        let all: Vec<&str> = allowed.iter().chain(more).copied().collect();
        assert!(is_met(licence, &all), "{} is under `{licence}`", name(package));
    }
    // What is excepted and no longer there would hide the next one of that name.
    for excepted in exceptions.keys() {
        assert!(packages.iter().any(|it| name(it) == *excepted), "{excepted} is none of them");
    }
}

#[test]
fn crates_come_from_one_registry_and_compile_with_the_oldest_compiler() {
    let number = |version: &str| -> Vec<u32> {
        version.split('.').map_while(|it| it.parse().ok()).collect()
    };
    let ours = number(env!("CARGO_PKG_RUST_VERSION"));
    assert!(ours >= vec![1, 89], "locks on files came with 1.89");
    for package in packages() {
        if let Some(source) = package["source"].as_str() {
            assert_eq!(
                source,
                "registry+https://github.com/rust-lang/crates.io-index",
                "{}",
                name(&package)
            );
        }
        if let Some(needs) = package["rust_version"].as_str() {
            assert!(
                number(needs) <= ours || number(needs)[..2] == ours[..2],
                "{} needs Rust {needs}",
                name(&package)
            );
        }
    }
}

#[test]
fn a_licence_expression_is_read_as_it_is_meant() {
    let allowed = ["MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"];
    for met in [
        "MIT",
        "GPL-3.0 OR MIT",
        "(GPL-3.0 OR Zlib) AND MIT",
        "MIT/GPL-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not_met in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib) AND ISC", "Apache-2.0"] {
        assert!(!is_met(not_met, &allowed), "{not_met}");
    }
}
