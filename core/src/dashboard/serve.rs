//! The page's paths: `/assets/...` are its files, every other path that a browser opens as a page is `index.html`,
//! whose script shows the screen of the path.
//!
//! Where the files are in the binary, `index.html` names them below `/assets/VERSION/`, so that a browser keeps them for
//! good: another build has another version. From a folder each is asked for again, and answered 304 if it is the same.

use actix_web::dev::RequestHead;
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, HeaderMap, HeaderName, IF_NONE_MATCH, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;

use super::files::{File, Files};

/// The page's own scripts and styles, and nothing of another host. Nothing is written into the page that would run.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What the page does not need of a browser.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Before the page's files.
const ASSETS: &str = "/assets/";

/// What is not the page's, whoever asks.
const OTHERS: [&str; 8] = [
    "api", "assets", "docs", "files", "healthz", "metrics", "plugins", "readyz",
];

/// Registers the page's paths, before those of others; whatever no other has that a browser opens is the page.
pub fn pages(service: &mut web::ServiceConfig, files: Files) {
    service
        .app_data(web::Data::new(files))
        .service(web::resource("/").get(index))
        // What plugins serve themselves is below it; one of them has its screen at `/plugin/NAME`.
        .service(web::resource("/plugins").get(index))
        .service(web::resource("/assets/{path:.*}").get(asset))
        .default_service(web::to(page));
}

async fn page(files: web::Data<Files>, request: HttpRequest) -> HttpResponse {
    let first = request.path().split('/').nth(1).unwrap_or_default();
    if !is_page(request.head()) || OTHERS.contains(&first) {
        return HttpResponse::NotFound().finish();
    }
    index(files).await
}

/// Whether a browser opens a page.
#[must_use]
pub fn is_page(head: &RequestHead) -> bool {
    let accepted = head.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
    head.method == Method::GET && accepted.is_some_and(|accept| accept.contains("text/html"))
}

async fn index(files: web::Data<Files>) -> HttpResponse {
    let Some(found) = read(&files, "index.html").await else {
        return HttpResponse::NotFound().finish();
    };
    HttpResponse::Ok()
        .content_type(found.kind)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((X_FRAME_OPTIONS, "DENY"))
        // To others nothing is said; the page's own requests say where they come from.
        .insert_header((REFERRER_POLICY, "same-origin"))
        .insert_header((HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .insert_header((HeaderName::from_static("permissions-policy"), PERMISSIONS))
        .body(versioned(found.bytes, files.version()))
}

/// The page with the version in the paths of its files.
fn versioned(page: Bytes, version: Option<&str>) -> Bytes {
    match (version, std::str::from_utf8(&page)) {
        (Some(version), Ok(text)) => text.replace("\"/assets/", &format!("\"{ASSETS}{version}/")).into(),
        _ => page,
    }
}

async fn asset(files: web::Data<Files>, path: web::Path<String>, request: HttpRequest) -> HttpResponse {
    let version = files.version().map(|version| format!("{version}/"));
    let of_this = version.and_then(|version| path.strip_prefix(&*version));
    // A page of another build finds the file of this one, and does not keep it.
    let other = path.split_once('/').map(|(_, rest)| rest);
    let found = match of_this {
        Some(path) => read(&files, path).await,
        None => match (read(&files, &path).await, other) {
            (None, Some(other)) if files.version().is_some() => read(&files, other).await,
            (found, _) => found,
        },
    };
    let Some(found) = found else {
        return HttpResponse::NotFound().finish();
    };
    let tag = found.tag();
    let kept = if of_this.is_some() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut answer = if is_known(request.headers(), &tag) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((ETAG, tag.clone()))
        .insert_header((CACHE_CONTROL, kept))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    if is_known(request.headers(), &tag) {
        return answer.finish();
    }
    answer.content_type(found.kind).body(found.bytes)
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    known.is_some_and(|known| {
        known
            .split(',')
            .any(|known| known.trim().trim_start_matches("W/") == tag)
    })
}

/// A file, read where nobody waits for the disk.
async fn read(files: &web::Data<Files>, path: &str) -> Option<File> {
    let read = match files.get_ref() {
        Files::Embedded(..) => files.read(path),
        Files::Folder(_) => {
            let (files, path) = (files.clone(), path.to_owned());
            let read = web::block(move || files.read(&path)).await;
            read.unwrap_or(Ok(None))
        }
    };
    read.unwrap_or_else(|error| {
        tracing::error!(%error, path, "a file of the dashboard cannot be read");
        None
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use actix_web::App;
    use actix_web::dev::ServiceResponse;
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use include_dir::{Dir, DirEntry, File as Entry};

    use super::*;

    static LIB: [DirEntry<'static>; 1] = [DirEntry::File(Entry::new("lib/a.js", b"export {}"))];
    static ENTRIES: [DirEntry<'static>; 2] = [
        DirEntry::File(Entry::new(
            "index.html",
            br#"<script type="module" src="/assets/lib/a.js">"#,
        )),
        DirEntry::Dir(Dir::new("lib", &LIB)),
    ];
    static EMBEDDED: Dir<'static> = Dir::new("", &ENTRIES);

    async fn send(request: TestRequest) -> ServiceResponse {
        let files = Files::new(&EMBEDDED, None);
        let service = init_service(App::new().configure(|service| pages(service, files))).await;
        call_service(&service, request.to_request()).await
    }

    fn open(path: &str) -> TestRequest {
        TestRequest::get()
            .uri(path)
            .insert_header((ACCEPT, "text/html,*/*;q=0.8"))
    }

    fn header(response: &ServiceResponse, name: HeaderName) -> &str {
        response.headers().get(name).unwrap().to_str().unwrap()
    }

    async fn text(response: ServiceResponse) -> String {
        String::from_utf8(read_body(response).await.to_vec()).unwrap()
    }

    #[actix_web::test]
    async fn every_path_that_a_browser_opens_is_the_page() {
        for path in [
            "/",
            "/sessions",
            "/charge-points/CP1",
            "/login",
            "/plugins",
            "/plugin/tariff",
        ] {
            let response = send(open(path)).await;
            assert_eq!(response.status(), 200, "{path}");
            assert_eq!(header(&response, CACHE_CONTROL), "no-store");
            assert_eq!(header(&response, X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert_eq!(header(&response, CONTENT_SECURITY_POLICY), POLICY);
            assert!(text(response).await.contains("<script"));
        }
        for path in [
            "/api/v1/nothing",
            "/assets/nothing.js",
            "/plugins/tariff",
            "/metrics",
            "/files/x",
        ] {
            assert_eq!(send(open(path)).await.status(), 404, "{path}");
        }
        assert_eq!(
            send(TestRequest::get().uri("/sessions")).await.status(),
            404,
            "for a program"
        );
        assert_eq!(send(open("/sessions").method(Method::POST)).await.status(), 404);
        assert_eq!(send(TestRequest::get().uri("/")).await.status(), 200);
    }

    #[actix_web::test]
    async fn the_files_of_this_build_are_kept_for_good_and_others_asked_for_again() {
        let page = text(send(open("/")).await).await;
        let path = page
            .split('"')
            .find(|part| part.starts_with("/assets/"))
            .unwrap()
            .to_owned();
        let kept = send(TestRequest::get().uri(&path)).await;
        assert_eq!(
            header(&kept, actix_web::http::header::CONTENT_TYPE),
            "text/javascript; charset=utf-8"
        );
        assert!(header(&kept, CACHE_CONTROL).ends_with("immutable"), "{path}");
        let tag = header(&kept, ETAG).to_owned();
        assert_eq!(text(kept).await, "export {}");
        for path in ["/assets/lib/a.js", "/assets/0123456789ab/lib/a.js"] {
            let other = send(TestRequest::get().uri(path)).await;
            assert_eq!(header(&other, CACHE_CONTROL), "no-cache", "{path}");
            let again = TestRequest::get().uri(path).insert_header((IF_NONE_MATCH, tag.clone()));
            assert_eq!(send(again).await.status(), 304, "{path}");
        }
        let changed = TestRequest::get().uri(&path).insert_header((IF_NONE_MATCH, "\"x\""));
        assert_eq!(send(changed).await.status(), 200);
        assert_eq!(send(TestRequest::get().uri("/assets/lib/b.js")).await.status(), 404);
    }
}
