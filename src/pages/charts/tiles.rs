//! A map of the districts as tiles, placed roughly as the districts lie.
//!
//! In: a number a district. Out: a [`Picture`] whose tiles are links, shaded by share; each has its number printed on it.

use super::scale::Tenths;
use crate::pages::context::{Picture, TileView};
use crate::records::place::District;

/// Columns of the map.
const COLUMNS: u64 = 3;
/// Height of a tile, and the space around it, in em.
const TILE: u64 = 52;
const GAP: u64 = 4;
/// Share of the width that a tile leaves free on its right.
const SIDE_GAP: Tenths = Tenths(15);
/// Shades beside that of nothing.
const SHADES: u64 = 4;

/// Column and row of each district: 台安 in the north-west, the city around 铁东, 海城 in the south-west of it, 岫岩 in the
/// south.
const PLACES: [(&str, u64, u64); 7] = [
    ("210321", 0, 0),
    ("210304", 2, 0),
    ("210303", 1, 1),
    ("210302", 2, 1),
    ("210381", 1, 2),
    ("210311", 2, 2),
    ("210323", 2, 3),
];

/// What a tile says of its district.
pub struct Tile {
    pub district: &'static District,
    pub count: u64,
    /// The number in words.
    pub value: String,
    pub href: String,
}

/// The map. Shares are of `whole`; the shade goes by share of the largest tile.
pub fn tiles(tiles: Vec<Tile>, whole: u64) -> Picture {
    let most = tiles.iter().map(|tile| tile.count).max().unwrap_or_default();
    let rows = PLACES.iter().map(|place| place.2 + 1).max().unwrap_or_default();
    let placed = tiles.into_iter().filter_map(|tile| {
        let (_, column, row) = PLACES.iter().find(|place| place.0 == tile.district.code)?;
        let (x, width) = (Tenths::of(*column, COLUMNS), Tenths::of(1, COLUMNS) - SIDE_GAP);
        let y = row * (TILE + GAP);
        Some(TileView {
            x: x.to_string(),
            y: Tenths(y).to_string(),
            width: width.to_string(),
            middle: Tenths(x.0 + width.0 / 2).to_string(),
            lines: [16, 30, 43].map(|line| Tenths(y + line).to_string()).to_vec(),
            name: short(tile.district).to_owned(),
            share: Tenths::of(tile.count, whole).to_string(),
            shade: shade(tile.count, most),
            value: tile.value,
            href: tile.href,
        })
    });
    Picture::Tiles {
        height: Tenths(rows * (TILE + GAP) - GAP).to_string(),
        tile: Tenths(TILE).to_string(),
        tiles: placed.collect(),
    }
}

/// The nearest of the shades; what is anything has the first at least.
fn shade(count: u64, most: u64) -> u64 {
    let nearest = (2 * SHADES * count + most) / (2 * most).max(1);
    nearest.max(u64::from(count > 0))
}

/// A name that a tile has room for.
fn short(district: &District) -> &'static str {
    if district.name.chars().count() <= 4 { district.name } else { district.aliases[0] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::place::DISTRICTS;
    use std::collections::BTreeSet;

    fn all(count: impl Fn(usize) -> u64) -> Vec<TileView> {
        let tile = |(at, district): (usize, &'static District)| {
            let count = count(at);
            Tile { district, count, value: count.to_string(), href: String::new() }
        };
        let Picture::Tiles { tiles, .. } = tiles(DISTRICTS.iter().enumerate().map(tile).collect(), 40) else {
            panic!("tiles")
        };
        tiles
    }

    #[test]
    fn every_district_has_a_place_of_its_own_and_a_short_name() {
        let tiles = all(|_| 1);
        assert_eq!(tiles.len(), DISTRICTS.len());
        let places: BTreeSet<(&str, &str)> = tiles.iter().map(|tile| (&*tile.x, &*tile.y)).collect();
        assert_eq!(places.len(), tiles.len(), "two districts in one place");
        assert!(tiles.iter().all(|tile| tile.name.chars().count() <= 4));
    }

    #[test]
    fn shades_go_by_the_largest() {
        let tiles = all(|at| [40, 30, 11, 10, 1, 0, 0][at]);
        let shades: Vec<(u64, &str)> = tiles.iter().map(|tile| (tile.shade, &*tile.share)).collect();
        assert_eq!(shades, [(4, "100"), (3, "75"), (1, "27.5"), (1, "25"), (1, "2.5"), (0, "0"), (0, "0")]);
        assert!(all(|_| 0).iter().all(|tile| tile.shade == 0), "nothing anywhere");
    }
}
