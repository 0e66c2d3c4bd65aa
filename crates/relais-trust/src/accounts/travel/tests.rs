use relais_kernel::{Id, Timestamp, User};

use super::Travel;

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a moment of this century")
}

fn somebody(n: u128) -> Id<User> {
    Id::from_uuid(uuid::Uuid::from_u128(n))
}

#[test]
fn every_state_of_travelling_answers_every_verb() {
    let (traveller, other) = (somebody(1), somebody(2));
    let away = Travel::begun(traveller, moment(10));
    let back = Travel {
        back: Some(moment(20)),
        ..away
    };
    let code = |refusal: relais_kernel::Refusal| refusal.code;
    for (of, said) in [
        (None, Err("TravelNotUnderWay")),
        (Some(away), Ok(moment(30))),
        (Some(back), Ok(moment(20))),
    ] {
        let told = Travel::said_back(of, moment(30)).map(|after| after.back);
        assert_eq!(
            told.map_err(code),
            said.map(Some).map_err(str::to_owned),
            "{of:?}"
        );
    }
    for (of, by, ended) in [
        (None, other, Err("TravelNotUnderWay")),
        (Some(away), other, Ok(())),
        (Some(away), traveller, Err("TravelOwn")),
        (Some(back), other, Ok(())),
        (Some(back), traveller, Err("TravelOwn")),
    ] {
        assert_eq!(
            Travel::ended(of, traveller, by).map_err(code),
            ended.map_err(str::to_owned),
            "{of:?}"
        );
    }
}
