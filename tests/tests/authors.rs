//! What authors are told where something cannot work, or failed: their sentence, their line, and the way out.

use ocpp_central_tests::project::{Project, Tools};

const TYPESCRIPT: &str = r#"import { definePlugin } from "@ocpp-central/plugin";

interface Rule {
  tag: string;
}

function rule(tag: string): Rule {
  if (tag !== "A") {
    throw new RangeError(`no rule fits ${tag}`);
  }
  return { tag };
}

const decide = ({ request }: { request: { idTag?: string } }) => void rule(request.idTag ?? "");

export default definePlugin({
  actions: {
    "1.6": { StartTransaction: decide },
    "2.0.1": { TransactionEvent: () => void rule("") },
  },
});
"#;

const PYTHON: &str = r#"from ocpp_plugin import Call, Plugin, v16, v201

plugin = Plugin()


def rule(tag: str) -> str:
    if tag != "A":
        raise LookupError(f"no rule fits {tag}")
    return tag


@plugin.handler(v16.StartTransaction)
def start(call: Call[v16.StartTransactionRequest], response: v16.StartTransactionResponse) -> None:
    rule(call.request["idTag"])


@plugin.handler(v201.TransactionEvent)
def event(call: Call[v201.TransactionEventRequest], response: v201.TransactionEventResponse) -> None:
    rule("")
"#;

const C: &str = r#"#include "ocpp_plugin.h"

ocpp_outcome handle(const ocpp_context *context, ocpp_str action, ocpp_str payload, ocpp_str proposed)
{
    (void)context, (void)action, (void)payload, (void)proposed;
    ocpp_fail("no rule fits");
}
"#;

/// Builds a plugin that fails, and has its fixtures played.
fn told(language: &str, tools: Tools, entry: (&str, &str)) -> Option<String> {
    let project = Project::begun(language, tools, entry)?;
    let built = project.plugin(&["build", "--without-fixtures"]);
    assert_eq!(built.code, Some(0), "{built:?}");
    let played = project.plugin(&["test"]);
    assert_eq!(played.code, Some(1), "{played:?}");
    Some(played.out)
}

#[test]
fn a_trap_is_told_as_the_sentence_and_the_line_of_the_author() {
    for (language, tools, entry, expected) in [
        (
            "typescript",
            Tools::JavaScript,
            ("src/plugin.ts", TYPESCRIPT),
            "the plugin trapped: RangeError: no rule fits ",
        ),
        (
            "python",
            Tools::Python,
            ("src/plugin.py", PYTHON),
            "the plugin trapped: LookupError: no rule fits ",
        ),
        ("c", Tools::C, ("src/plugin.c", C), "the plugin trapped: no rule fits "),
    ] {
        let Some(said) = told(language, tools, entry) else {
            continue;
        };
        assert!(said.contains(expected), "{language}: {said}");
        let line = match language {
            "typescript" => "(src/plugin.ts:9);",
            "python" => "(plugin.py:8);",
            _ => "(src/plugin.c:6);",
        };
        assert!(said.contains(line), "{language}: {said}");
    }
}

#[test]
fn a_table_of_zones_that_is_not_there_is_told_when_the_plugin_is_built() {
    let uses_intl = TYPESCRIPT.replace(
        "  return { tag };",
        "  return { tag: new Intl.DateTimeFormat(\"de\").format(0) };",
    );
    let uses_zoneinfo = format!("from zoneinfo import ZoneInfo\n\nBERLIN = ZoneInfo(\"Europe/Berlin\")\n{PYTHON}");
    for (language, tools, entry, what) in [
        (
            "typescript",
            Tools::JavaScript,
            ("src/plugin.ts", uses_intl.as_str()),
            "src/plugin.ts uses Intl, which",
        ),
        (
            "python",
            Tools::Python,
            ("src/plugin.py", uses_zoneinfo.as_str()),
            "zoneinfo cannot be used",
        ),
    ] {
        let Some(project) = Project::begun(language, tools, entry) else {
            continue;
        };
        let built = project.plugin(&["build", "--without-fixtures"]);
        assert!(matches!(built.code, Some(1 | 2)), "{built:?}");
        assert!(built.err.contains(what), "{built:?}");
        assert!(built.err.contains("time.local("), "the way out: {built:?}");
    }
}
