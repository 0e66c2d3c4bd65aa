//! How far the centre of each region of Cameroon is from Yaoundé.
use relais_geography::{Gazetteer, distance_km};
use relais_kernel::Lang;

fn main() {
    let places = Gazetteer::embedded();
    let Some(yaounde) = places.find_town("Yaoundé", "CMR") else {
        return;
    };
    for region in places.regions("CMR") {
        let far = region
            .centre
            .map(|centre| distance_km(yaounde.point, centre).round());
        println!(
            "{} {} / {}: {far:?} km",
            region.pcode,
            region.name.get(Lang::Fr),
            region.name.get(Lang::En)
        );
    }
}
