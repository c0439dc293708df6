//! Plugins that are not compiled when the server begins to listen.

use crate::plugins::tests::*;

async fn opened(settings: &PluginSettings, store: Arc<dyn Store>, data: &tempfile::TempDir) -> Arc<PluginHost> {
    PluginHost::open(settings, data.path().to_owned(), store, Compiler::Here)
        .await
        .unwrap()
}

/// The same site with its host as it is before anything is compiled.
async fn reopened(site: Site) -> Site {
    let Site {
        host,
        store,
        data,
        settings,
    } = site;
    drop(host);
    let host = opened(&settings, Arc::clone(&store), &data).await;
    Site {
        host,
        store,
        data,
        settings,
    }
}

#[test]
fn what_a_plugin_claims_is_answered_by_its_on_failure_until_it_is_ready() {
    run(async {
        let site = reopened(Site::with_hostile(behaving("")).await).await;
        assert_eq!(site.host.not_ready(), ["hostile"]);
        assert!(site.host.claims(Version::V16, "Heartbeat"));
        assert_eq!(site.start_transaction(1).outcome.unwrap(), invalid());
        assert!(site.heartbeat().outcome.is_ok(), "what authorizes nobody goes on");
        assert!(!site.heartbeat().changed);
        let versions = site.host.versions();
        let error = versions.rollback("hostile").await.unwrap_err();
        assert_eq!(error.to_string(), "hostile is being made ready: try again in a moment");
        site.host.load().await.unwrap();
        assert!(site.host.not_ready().is_empty());
        assert_eq!(site.said(), "version-A");
        assert_eq!(versions.status("hostile").unwrap().skipped, 3);
    });
}

#[test]
fn an_operator_may_let_everyone_through_meanwhile() {
    run(async {
        let config = PluginConfig {
            on_failure: on_failure("*", OnFailure::Keep),
            ..behaving("")
        };
        let site = reopened(Site::with_hostile(config).await).await;
        assert_eq!(site.start_transaction(1).outcome.unwrap(), accepted());
    });
}

#[test]
fn a_new_file_of_the_folder_is_waited_for_and_a_bad_one_is_not() {
    run(async {
        let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let settings = PluginSettings {
            folder: Some(folder.path().to_owned()),
            ..settings(vec![behaving("")])
        };
        std::fs::write(folder.path().join("hostile.wasm"), guests::hostile()).unwrap();
        std::fs::write(folder.path().join("broken.wasm"), b"\0asm nothing").unwrap();
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let host = opened(&settings, Arc::clone(&store), &data).await;
        let site = Site {
            host,
            store,
            data,
            settings,
        };
        assert_eq!(site.host.not_ready(), ["hostile"]);
        assert_eq!(site.start_transaction(1).outcome.unwrap(), invalid());
        site.host.load().await.unwrap();
        assert_eq!(site.said(), "version-A");
        assert_eq!(site.host.versions().list().len(), 1);
    });
}

#[test]
fn what_is_refused_when_it_is_compiled_is_not_waited_for_any_more() {
    run(async {
        let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let settings = PluginSettings {
            folder: Some(folder.path().to_owned()),
            // Less than its instance has at first.
            limits: PluginLimits {
                memory_bytes: 64,
                ..limits()
            },
            ..settings(Vec::new())
        };
        std::fs::write(folder.path().join("hostile.wasm"), guests::hostile()).unwrap();
        let host = opened(&settings, Arc::new(MemoryStore::new()), &data).await;
        assert_eq!(host.not_ready(), ["hostile"]);
        host.load().await.unwrap();
        assert!(host.not_ready().is_empty());
        assert!(!host.claims(Version::V16, "Heartbeat"));
    });
}
