//! What is taken, what is refused, and what is active after it.

use crate::plugins::tests::*;
use crate::plugins::{ComponentError, PluginError, VersionError};

async fn refusal(bytes: Vec<u8>) -> String {
    let site = Site::start(settings(vec![behaving("")])).await;
    site.install("hostile", guests::hostile()).await;
    let error = site
        .host
        .versions()
        .install("hostile", bytes, Install::active(Source::Api))
        .await
        .unwrap_err();
    assert_eq!(
        site.said(),
        "version-A",
        "the old version is still there after: {error}"
    );
    assert_eq!(site.host.versions().status("hostile").unwrap().versions.len(), 1);
    error.to_string()
}

#[test]
fn what_is_wrong_is_named_and_changes_nothing() {
    run(async {
        let good = guests::hostile();
        assert!(refusal(b"<html>".to_vec()).await.contains("no WebAssembly"));
        assert!(
            refusal(b"\0asm\x01\0\0\0".to_vec())
                .await
                .contains("core module, not a component")
        );
        assert!(
            refusal(good[..good.len() / 2].to_vec())
                .await
                .contains("damaged or cut off")
        );
        assert!(refusal(b"\0asm\x0d\0\x01\0".to_vec()).await.contains("exports none of"));
        assert!(
            refusal(vec![0; 17 * 1024 * 1024])
                .await
                .contains("plugins.max_component_bytes")
        );
        let other = refusal(guests::component("connector-guard")).await;
        assert!(other.contains("says that it is \"connector-guard\""), "{other}");
        let contract = refusal(guests::patched(
            good.clone(),
            "ocpp:plugin/handler@0.1.0",
            "ocpp:plugin/handler@0.2.0",
        ))
        .await;
        assert_eq!(
            contract,
            "hostile needs ocpp:plugin/handler@0.2.0, this server offers 0.1.0: rebuild with SDK 0.1"
        );
        let import = refusal(guests::patched(
            good.clone(),
            "ocpp:plugin/state@",
            "ocpp:plugin/stats@",
        ))
        .await;
        assert!(import.contains("imports ocpp:plugin/stats@0.1.0"), "{import}");
        let none = refusal(guests::patched(
            good.clone(),
            "ocpp-plugin-manifest",
            "ocpp-plugin-manifess",
        ))
        .await;
        assert!(none.contains("no section `ocpp-plugin-manifest`"), "{none}");
        let unread = refusal(guests::patched(good.clone(), "\"contract\":", "\"contrakt\":")).await;
        assert!(unread.contains("missing field `contract`"), "{unread}");
        let unknown = refusal(guests::patched(good.clone(), "[\"Authorize\"", "[\"Authorise\"")).await;
        assert!(
            unknown.contains("claims Authorise of OCPP 1.6, which that version does not have"),
            "{unknown}"
        );
        let foreign = refusal(guests::patched(good, "[\"Authorize\"", "[\"ReserveNo\"")).await;
        assert!(foreign.contains("ReserveNo"), "{foreign}");
    });
}

#[test]
fn a_bad_name_never_becomes_a_path() {
    run(async {
        let site = Site::start(settings(Vec::new())).await;
        for name in ["", "../x", "A", "a/b", "a b"] {
            let error = site
                .host
                .versions()
                .install(name, guests::hostile(), Install::active(Source::Api))
                .await
                .unwrap_err();
            assert!(
                matches!(error, VersionError::Component(ComponentError::Name { .. })),
                "{error}"
            );
        }
    });
}

#[test]
fn a_plugin_survives_the_restart_and_goes_back_by_version() {
    run(async {
        let site = Site::start(settings(vec![behaving("")])).await;
        site.install("hostile", guests::hostile()).await;
        site.install("hostile", guests::patched(guests::hostile(), "version-A", "version-B"))
            .await;
        assert_eq!(site.said(), "version-B");
        let site = site.restart().await;
        assert_eq!(site.said(), "version-B");
        site.host.versions().rollback("hostile").await.unwrap();
        assert_eq!(site.said(), "version-A");
        let error = site.host.versions().rollback("hostile").await.unwrap_err();
        assert!(matches!(error, VersionError::NoEarlierVersion { .. }), "{error}");
        let site = site.restart().await;
        assert_eq!(site.said(), "version-A");
    });
}

#[test]
fn five_versions_are_kept_on_the_disk() {
    run(async {
        let site = Site::start(settings(vec![behaving("")])).await;
        for mark in 0..7 {
            site.install("hostile", guests::variant(guests::hostile(), mark)).await;
        }
        assert_eq!(site.host.versions().status("hostile").unwrap().versions.len(), 5);
        assert_eq!(std::fs::read_dir(site.file("hostile")).unwrap().count(), 5);
    });
}

#[test]
fn a_removed_plugin_is_gone_and_its_name_is_unknown() {
    run(async {
        let site = Site::start(settings(vec![behaving("")])).await;
        site.install("hostile", guests::hostile()).await;
        assert!(site.host.claims(Version::V16, "Heartbeat"));
        site.host.versions().remove("hostile").await.unwrap();
        assert!(!site.host.claims(Version::V16, "Heartbeat"));
        assert!(site.host.versions().list().is_empty());
        let error = site.host.versions().remove("hostile").await.unwrap_err();
        assert_eq!(error.to_string(), "no plugin hostile is installed");
        assert!(site.restart().await.host.versions().list().is_empty());
    });
}

#[test]
fn a_version_whose_file_was_changed_is_not_loaded() {
    run(async {
        let site = Site::start(settings(vec![behaving("")])).await;
        site.install("hostile", guests::hostile()).await;
        let digest = site.host.versions().status("hostile").unwrap().active.digest;
        std::fs::write(site.file("hostile").join(format!("{digest}.wasm")), b"other").unwrap();
        let Site {
            store, data, settings, ..
        } = site;
        let error = PluginHost::start(&settings, data.path().to_owned(), store, Compiler::Here)
            .await
            .err()
            .unwrap();
        assert!(
            matches!(error, PluginError::Version(VersionError::Changed { .. })),
            "{error}"
        );
    });
}

#[test]
fn a_disabled_plugin_is_installed_and_never_asked() {
    run(async {
        let disabled = PluginConfig {
            enabled: false,
            ..behaving("panic")
        };
        let site = Site::with_hostile(disabled).await;
        assert!(!site.host.claims(Version::V16, "StartTransaction"));
        assert_eq!(site.start_transaction(1).outcome, Ok(accepted()));
        assert!(!site.host.versions().list()[0].enabled);
    });
}
