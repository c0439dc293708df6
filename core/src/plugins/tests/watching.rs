//! The watched folder.

use crate::plugins::tests::*;

async fn watched(folder: &tempfile::TempDir) -> Site {
    Site::start(PluginSettings {
        folder: Some(folder.path().to_owned()),
        ..settings(vec![behaving("")])
    })
    .await
}

/// Waits until the host shows it; the test's own time limit is the harness's.
async fn until(holds: impl Fn() -> bool) {
    let watching = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), watching)
        .await
        .expect("it came to hold");
}

#[test]
fn a_file_is_taken_at_the_start_when_it_changes_and_when_it_is_complete() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hostile.wasm");
        std::fs::write(&path, guests::hostile()).unwrap();
        let site = watched(&folder).await;
        assert_eq!(site.said(), "version-A");
        let look = || async {
            let mut folder = site.host.folder.lock().await;
            folder.scan(site.host.versions()).await;
        };

        let next = guests::patched(guests::hostile(), "version-A", "version-B");
        std::fs::write(&path, &next[..next.len() / 2]).unwrap();
        look().await;
        assert_eq!(site.said(), "version-A", "half a file changes nothing");
        std::fs::write(&path, &next).unwrap();
        let watching = tokio::spawn(Arc::clone(&site.host).watch());
        until(|| site.said() == "version-B").await;
        watching.abort();
    });
}

#[test]
fn a_refused_file_is_told_beside_the_version_that_goes_on_and_for_as_long_as_it_lies_there() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("hostile.wasm"), folder.path().join("other.wasm"));
        std::fs::write(&path, guests::hostile()).unwrap();
        let site = watched(&folder).await;
        let look = || async {
            let mut folder = site.host.folder.lock().await;
            folder.scan(site.host.versions()).await;
        };
        let versions = site.host.versions();
        let told = || versions.status("hostile").unwrap().refused_file;
        let faulty = || -> Vec<_> {
            versions
                .faulty()
                .into_iter()
                .map(|one| (one.name.to_string(), one.state))
                .collect()
        };
        let not_running = || versions.not_running().len();
        assert_eq!((told(), faulty()), (None, Vec::new()));

        std::fs::write(&path, b"no component").unwrap();
        std::fs::write(&other, b"no component").unwrap();
        look().await;
        assert_eq!(site.said(), "version-A");
        assert!(told().unwrap().reason.contains("no WebAssembly"), "{:?}", told());
        let refused = |name: &str| (name.to_owned(), crate::plugins::Fault::Refused);
        assert_eq!(faulty(), [refused("hostile"), refused("other")]);
        assert_eq!(not_running(), 1);
        // What an operator brings does not change what lies in the folder.
        site.install("hostile", guests::variant(guests::hostile(), 1)).await;
        look().await;
        assert!(told().is_some());

        std::fs::remove_file(&path).unwrap();
        std::fs::remove_file(&other).unwrap();
        look().await;
        assert_eq!((told(), faulty(), not_running()), (None, Vec::new(), 0));
        std::fs::write(&path, b"no component").unwrap();
        look().await;
        assert!(told().is_some(), "it came again");
        // The file that was taken before changes nothing, and is not refused.
        std::fs::write(&path, guests::hostile()).unwrap();
        look().await;
        assert_eq!((told(), faulty()), (None, Vec::new()));
    });
}

#[test]
fn an_old_file_does_not_undo_what_the_operator_did() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("hostile.wasm"), guests::hostile()).unwrap();
        let site = watched(&folder).await;
        site.install("hostile", guests::patched(guests::hostile(), "version-A", "version-B"))
            .await;
        let site = site.restart().await;
        assert_eq!(site.said(), "version-B");
        site.host.versions().remove("hostile").await.unwrap();
        assert!(site.restart().await.host.versions().list().is_empty());
    });
}
