//! `GET /qr-code`: a short text as a picture, for a page that shows a URL to somebody with a telephone in hand.

use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Deserialize;
use serde_json::json;

use super::problem::{Problem, kinds};
use super::query::Query;
use crate::admin::openapi::{Answer, Answered, Content, Routes, Signature, Tag, op};

/// The longest text, in bytes: a picture of more is not read from a screen.
const LONGEST: usize = 600;

/// The picture's sides, in the pixels of a screen.
const SIDE: u32 = 240;

const SVG: &str = "image/svg+xml";

/// How a picture begins and ends.
const EXAMPLE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240"></svg>"#;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/qr-code", Tag::OPERATION)
        .get(op("get_qr_code", "A text as a QR code"), draw);
}

/// What is drawn.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Text {
    /// The text, at most 600 bytes.
    text: String,
}

/// 200 with a picture.
struct Picture(String);

impl Responder for Picture {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().content_type(SVG).body(self.0)
    }
}

impl Answer for Picture {
    fn answer(signature: &mut Signature) {
        signature.answer(
            200,
            Answered {
                description: "The picture",
                contents: vec![Content::text(SVG, json!({ "type": "string" }), EXAMPLE)],
                ..Answered::default()
            },
        );
    }
}

async fn draw(asked: Query<Text>) -> Result<Picture, Problem> {
    let text = asked.text.as_bytes();
    let drawn = Some(text).filter(|text| (1..=LONGEST).contains(&text.len()));
    let drawn = drawn.and_then(|text| QrCode::with_error_correction_level(text, EcLevel::M).ok());
    let code = drawn.ok_or_else(|| {
        let detail = format!("`text` has 1 to {LONGEST} bytes");
        Problem::new(kinds::INVALID_REQUEST, detail)
    })?;
    Ok(Picture(
        code.render::<svg::Color<'_>>()
            .min_dimensions(SIDE, SIDE)
            .quiet_zone(true)
            .build(),
    ))
}
