//! A photograph on a page of its own.

use super::{Leaves, NotBound, page};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use std::io::{Cursor, Write};
use zune_core::bytestream::ZCursor;
use zune_jpeg::JpegDecoder;

/// US letter, in points.
const SHORT: f64 = 612.0;
const LONG: f64 = 792.0;
const MARGIN: f64 = 36.0;

pub struct Picture {
    width: u32,
    height: u32,
    is_gray: bool,
    /// A JPEG's own bytes, or the rows of pixels.
    data: Data,
    /// How it must be turned to stand upright (Exif 2.32, 4.6.4.A, Orientation).
    orientation: u32,
}

enum Data {
    Jpeg(Vec<u8>),
    Pixels(Vec<u8>),
}

/// A JPEG goes in as it is: nothing of it is compressed once more.
pub fn jpeg(bytes: &[u8]) -> Result<Picture, NotBound> {
    let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
    decoder.decode_headers().map_err(|_| NotBound)?;
    let info = decoder.info().ok_or(NotBound)?;
    // Four are inks, which cameras don't write and readers disagree on.
    let is_gray = match info.components {
        1 => true,
        3 => false,
        _ => return Err(NotBound),
    };
    Ok(Picture {
        width: u32::from(info.width),
        height: u32::from(info.height),
        is_gray,
        data: Data::Jpeg(bytes.to_vec()),
        orientation: info.exif_data.map_or(1, orientation),
    })
}

/// One of the eight that there are. What else is in there may be damaged.
fn orientation(raw: Vec<u8>) -> u32 {
    let read = exif::Reader::new().continue_on_error(true).read_raw(raw);
    let exif = read.or_else(|error| error.distill_partial_result(|_| {})).ok();
    let field = exif
        .as_ref()
        .and_then(|exif| exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY));
    let named = field.and_then(|field| field.value.get_uint(0));
    named.filter(|orientation| (1..=8).contains(orientation)).unwrap_or(1)
}

/// `room` is how many bytes its pixels may take.
pub fn png(bytes: &[u8], room: usize) -> Result<Picture, NotBound> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: room });
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| NotBound)?;
    let size = reader
        .output_buffer_size()
        .filter(|size| *size <= room)
        .ok_or(NotBound)?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).map_err(|_| NotBound)?;
    pixels.truncate(frame.buffer_size());
    let (is_gray, pixels) = match frame.color_type {
        png::ColorType::Grayscale => (true, pixels),
        png::ColorType::Rgb => (false, pixels),
        png::ColorType::GrayscaleAlpha => (true, on_white::<2>(&pixels)),
        png::ColorType::Rgba => (false, on_white::<4>(&pixels)),
        png::ColorType::Indexed => return Err(NotBound),
    };
    Ok(Picture {
        width: frame.width,
        height: frame.height,
        is_gray,
        data: Data::Pixels(pixels),
        orientation: 1,
    })
}

/// Pixels whose last of `N` values says how much of them is seen, on white paper.
fn on_white<const N: usize>(pixels: &[u8]) -> Vec<u8> {
    let mut seen = Vec::with_capacity(pixels.len() / N * (N - 1));
    let (whole, _) = pixels.as_chunks::<N>();
    for pixel in whole {
        let alpha = u16::from(pixel[N - 1]);
        seen.extend(pixel[..N - 1].iter().map(|value| {
            let mixed = (u16::from(*value) * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        }));
    }
    seen
}

impl Picture {
    /// Bytes of its pixels, as far as they were unpacked.
    pub fn unpacked(&self) -> usize {
        match &self.data {
            Data::Jpeg(_) => 0,
            Data::Pixels(pixels) => pixels.len(),
        }
    }

    /// As large as fits on a page, which lies or stands as the picture does.
    pub fn leaf(self, target: &mut Document, tree: ObjectId) -> Leaves {
        let (across, down) = (f64::from(self.width), f64::from(self.height));
        let (across, down) = if self.orientation >= 5 {
            (down, across)
        } else {
            (across, down)
        };
        let size = if across > down { (LONG, SHORT) } else { (SHORT, LONG) };
        let scale = ((size.0 - 2.0 * MARGIN) / across).min((size.1 - 2.0 * MARGIN) / down);
        let (wide, high) = (across * scale, down * scale);
        let corner = ((size.0 - wide) / 2.0, (size.1 - high) / 2.0);
        let matrix = upright(self.orientation, corner, wide, high);
        let numbers: Vec<_> = matrix.iter().map(|number| format!("{number:.3}")).collect();
        let draw = format!("q {} cm /Picture Do Q", numbers.join(" "));
        let image = target.add_object(self.stream());
        let contents = target.add_object(Stream::new(dictionary! {}, draw.into_bytes()));
        let resources = dictionary! { "XObject" => dictionary! { "Picture" => image } };
        let leaf = target.add_object(page(tree, size, resources, contents));
        Leaves { pages: vec![leaf] }
    }

    fn stream(self) -> Stream {
        let mut about = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(self.width),
            "Height" => i64::from(self.height),
            "ColorSpace" => if self.is_gray { "DeviceGray" } else { "DeviceRGB" },
            "BitsPerComponent" => 8,
        };
        match self.data {
            Data::Jpeg(bytes) => {
                about.set("Filter", Object::from("DCTDecode"));
                Stream::new(about, bytes).with_compression(false)
            }
            Data::Pixels(bytes) => {
                about.set("Filter", Object::from("FlateDecode"));
                Stream::new(about, compressed(&bytes)).with_compression(false)
            }
        }
    }
}

/// Pixels are many, and time is short.
fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    // A vector takes whatever comes.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Draws a unit square, in which a picture lies, as a box of that size at that corner, so that the picture stands
/// upright.
fn upright(orientation: u32, (x, y): (f64, f64), wide: f64, high: f64) -> [f64; 6] {
    match orientation {
        2 => [-wide, 0.0, 0.0, high, x + wide, y],
        3 => [-wide, 0.0, 0.0, -high, x + wide, y + high],
        4 => [wide, 0.0, 0.0, -high, x, y + high],
        5 => [0.0, -high, -wide, 0.0, x + wide, y + high],
        6 => [0.0, -high, wide, 0.0, x, y + high],
        7 => [0.0, high, wide, 0.0, x, y],
        8 => [0.0, high, -wide, 0.0, x + wide, y],
        _ => [wide, 0.0, 0.0, high, x, y],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG of one row.
    fn row(color: png::ColorType, pixels: &[u8], width: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, 1);
        encoder.set_color(color);
        encoder.write_header().unwrap().write_image_data(pixels).unwrap();
        bytes
    }

    fn pixels(bytes: &[u8]) -> (bool, Vec<u8>) {
        let picture = png(bytes, 1 << 20).unwrap();
        match picture.data {
            Data::Pixels(pixels) => (picture.is_gray, pixels),
            Data::Jpeg(_) => unreachable!(),
        }
    }

    #[test]
    fn what_is_seen_through_lies_on_white_paper() {
        assert_eq!(pixels(&row(png::ColorType::Rgb, &[1, 2, 3], 1)), (false, vec![1, 2, 3]));
        assert_eq!(
            pixels(&row(
                png::ColorType::Rgba,
                &[9, 9, 9, 0, 9, 9, 9, 255, 0, 100, 200, 51],
                3
            )),
            (false, vec![255, 255, 255, 9, 9, 9, 204, 224, 244])
        );
        assert_eq!(
            pixels(&row(png::ColorType::GrayscaleAlpha, &[0, 0, 0, 255], 2)),
            (true, vec![255, 0])
        );
    }

    #[test]
    fn a_picture_stands_upright_within_its_box() {
        // The corner of the picture that is seen top left, as a point of the unit square, by orientation.
        let top_left = [
            (0.0, 1.0),
            (1.0, 1.0),
            (1.0, 0.0),
            (0.0, 0.0),
            (0.0, 1.0),
            (0.0, 0.0),
            (1.0, 0.0),
            (1.0, 1.0),
        ];
        for (orientation, (p, q)) in (1..=8).zip(top_left) {
            let [a, b, c, d, e, f] = upright(orientation, (10.0, 20.0), 30.0, 40.0);
            assert_eq!((a * p + c * q + e, b * p + d * q + f), (10.0, 60.0), "{orientation}");
            // Its middle stays in the middle.
            assert_eq!((0.5 * (a + c) + e, 0.5 * (b + d) + f), (25.0, 40.0), "{orientation}");
        }
    }
}
