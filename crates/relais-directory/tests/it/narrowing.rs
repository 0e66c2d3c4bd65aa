use std::collections::BTreeSet;

use relais_directory::{Prefilter, Spot, store::services_for};
use relais_geography::Gazetteer;

use super::town::Town;

#[tokio::test]
async fn the_database_narrows_to_what_the_prefilter_keeps_for_every_need_and_area() {
    let places = Gazetteer::embedded();
    for town in Town::on_each_engine().await {
        let all = town.services().await;
        let needs: BTreeSet<_> = all.iter().flat_map(|s| s.needs.clone()).collect();
        let mut spots = vec![Spot::default()];
        for region in places.regions("CMR") {
            let at = |department: Option<&str>| Spot {
                region: region.pcode.parse().ok(),
                department: department.and_then(|d| d.parse().ok()),
                ..Spot::default()
            };
            spots.push(at(None));
            spots.extend(places.departments(&region.pcode).map(|d| at(Some(&d.pcode))));
        }
        let mut kept_once = 0;
        for need in &needs {
            for spot in &spots {
                let filter = Prefilter {
                    needs: BTreeSet::from([need.clone()]),
                    spot: spot.clone(),
                };
                let rows = town.test.trust.database().reader();
                let found = services_for(rows, &filter).await.unwrap();
                let found: BTreeSet<_> = found.iter().map(|s| s.public_ref).collect();
                let kept: BTreeSet<_> = all
                    .iter()
                    .filter(|s| filter.keeps(s))
                    .map(|s| s.public_ref)
                    .collect();
                assert_eq!(found, kept, "{need} {spot:?}");
                kept_once += kept.len();
            }
        }
        assert!(kept_once > 0);
    }
}
