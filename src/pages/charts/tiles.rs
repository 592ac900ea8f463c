//! A map of the districts as tiles, placed roughly as the districts lie.
//!
//! In: a number a district. Out: a [`Picture`] whose tiles are links, shaded by share; each has its number printed on it.

use super::scale::Tenths;
use crate::config::District;
use crate::pages::context::{Picture, TileView};

/// Columns of a map that nobody drew.
const COLUMNS: u64 = 3;
/// Height of a tile, and the space around it, in em.
const TILE: u64 = 52;
const GAP: u64 = 4;
/// Share of the width that a tile leaves free on its right.
const SIDE_GAP: Tenths = Tenths(15);
/// Shades beside that of nothing.
const SHADES: u64 = 4;

/// What a tile says of its district.
pub struct Tile {
    pub name: String,
    /// Column and row; none where the list of districts gives it none.
    pub place: Option<(u64, u64)>,
    pub count: u64,
    /// The number in words.
    pub value: String,
    pub href: String,
}

/// The map. Shares are of `whole`; the shade goes by share of the largest tile.
pub fn tiles(tiles: Vec<Tile>, whole: u64) -> Picture {
    let most = tiles.iter().map(|tile| tile.count).max().unwrap_or_default();
    let places = places(&tiles);
    let columns = places.iter().map(|place| place.0 + 1).max().unwrap_or_default().max(COLUMNS);
    let rows = places.iter().map(|place| place.1 + 1).max().unwrap_or_default();
    let placed = tiles.into_iter().zip(places).map(|(tile, (column, row))| {
        let (x, width) = (Tenths::of(column, columns), Tenths::of(1, columns) - SIDE_GAP);
        let y = row * (TILE + GAP);
        TileView {
            x: x.to_string(),
            y: Tenths(y).to_string(),
            width: width.to_string(),
            middle: Tenths(x.0 + width.0 / 2).to_string(),
            lines: [16, 30, 43].map(|line| Tenths(y + line).to_string()).to_vec(),
            name: tile.name,
            share: Tenths::of(tile.count, whole).to_string(),
            shade: shade(tile.count, most),
            value: tile.value,
            href: tile.href,
        }
    });
    Picture::Tiles {
        height: Tenths((rows * (TILE + GAP)).saturating_sub(GAP)).to_string(),
        tile: Tenths(TILE).to_string(),
        tiles: placed.collect(),
    }
}

/// The nearest of the shades; what is anything has the first at least.
fn shade(count: u64, most: u64) -> u64 {
    let nearest = (2 * SHADES * count + most) / (2 * most).max(1);
    nearest.max(u64::from(count > 0))
}

/// Column and row of each tile: its own, or the next in rows below those that have one.
fn places(tiles: &[Tile]) -> Vec<(u64, u64)> {
    let below = tiles.iter().filter_map(|tile| tile.place).map(|place| place.1 + 1).max().unwrap_or_default();
    let mut next = 0;
    let mut place = |tile: &Tile| {
        tile.place.unwrap_or_else(|| {
            next += 1;
            ((next - 1) % COLUMNS, below + (next - 1) / COLUMNS)
        })
    };
    tiles.iter().map(&mut place).collect()
}

/// A name that a tile has room for.
pub fn short(district: &District) -> &str {
    let names = std::iter::once(&district.name).chain(&district.aliases);
    names.clone().find(|name| name.chars().count() <= 4).unwrap_or(&district.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Districts;
    use std::collections::BTreeSet;

    fn all(drawn: bool, count: impl Fn(usize) -> u64) -> Vec<TileView> {
        let tile = |(at, district): (usize, &District)| {
            let (count, place) = (count(at), district.tile.filter(|_| drawn));
            Tile { name: short(district).to_owned(), place, count, value: count.to_string(), href: String::new() }
        };
        let Picture::Tiles { tiles, .. } = tiles(Districts::default().iter().enumerate().map(tile).collect(), 40)
        else {
            panic!("tiles")
        };
        tiles
    }

    #[test]
    fn every_district_has_a_place_of_its_own_and_a_short_name() {
        for drawn in [true, false] {
            let tiles = all(drawn, |_| 1);
            assert_eq!(tiles.len(), 7);
            let places: BTreeSet<(&str, &str)> = tiles.iter().map(|tile| (&*tile.x, &*tile.y)).collect();
            assert_eq!(places.len(), tiles.len(), "two districts in one place");
            assert!(tiles.iter().all(|tile| tile.name.chars().count() <= 4));
        }
    }

    #[test]
    fn shades_go_by_the_largest() {
        let tiles = all(true, |at| [40, 30, 11, 10, 1, 0, 0][at]);
        let shades: Vec<(u64, &str)> = tiles.iter().map(|tile| (tile.shade, &*tile.share)).collect();
        assert_eq!(shades, [(4, "100"), (3, "75"), (1, "27.5"), (1, "25"), (1, "2.5"), (0, "0"), (0, "0")]);
        assert!(all(true, |_| 0).iter().all(|tile| tile.shade == 0), "nothing anywhere");
    }
}
