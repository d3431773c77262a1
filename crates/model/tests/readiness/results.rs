//! What the rules that read the results of experiments say of small releases.

use crate::cases::Case;

pub const RESULTS: &[Case] = &[
    (14, "nobody tested it", 1, "prototype p fidelity=baseline; experiment e"),
    (14, "no baseline: rule 13 speaks", 0, "experiment e"),
    (
        14,
        "it beats the old arm",
        0,
        "prototype p fidelity=baseline; experiment e arms={old,new} sample-size=100; e tests p; around metric m direction=higher-is-better; \
      e measured-by m; measurement a arm=old n=1000 successes=100; a measured-in e; a about m; \
      measurement b arm=new n=1000 successes=200; b measured-in e; b about m",
    ),
    (
        14,
        "too close to tell",
        1,
        "prototype p fidelity=baseline; experiment e arms={old,new} sample-size=100; e tests p; around metric m direction=higher-is-better; \
      e measured-by m; measurement a arm=old n=100 successes=10; a measured-in e; a about m; \
      measurement b arm=new n=100 successes=12; b measured-in e; b about m",
    ),
    (
        14,
        "fewer than planned",
        1,
        "prototype p fidelity=baseline; experiment e arms={old,new} sample-size=5000; e tests p; around metric m direction=higher-is-better; \
      e measured-by m; measurement a arm=old n=1000 successes=100; a measured-in e; a about m; \
      measurement b arm=new n=1000 successes=200; b measured-in e; b about m",
    ),
    (
        14,
        "better on a number that nobody asked for",
        1,
        "prototype p fidelity=baseline; experiment e arms={old,new} sample-size=100; e tests p; \
      around metric m direction=higher-is-better; around metric x direction=higher-is-better; e measured-by m; \
      measurement a arm=old n=100 successes=50; a measured-in e; a about m; measurement b arm=new n=100 successes=50; b measured-in e; b about m; \
      measurement c arm=old n=100 mean=1 deviation=1; c measured-in e; c about x; \
      measurement f arm=new n=100 mean=2 deviation=1; f measured-in e; f about x",
    ),
    (
        14,
        "only the source's interval",
        0,
        "prototype p fidelity=baseline; experiment e arms={old,new} sample-size=100; e tests p; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=new n=100 reported=0.5..1..2; a measured-in e; a about m",
    ),
    (
        14,
        "better than today's number, where less is better",
        0,
        "problem q baseline-value=600; around metric m direction=lower-is-better; q measured-by m; \
      prototype p fidelity=baseline; experiment e; e tests p; measurement a n=50 mean=200 deviation=30; a measured-in e; a about m",
    ),
    (
        14,
        "a share in per cent against today's number",
        0,
        "problem q baseline-value=10; around metric m unit=% direction=higher-is-better; q measured-by m; \
      prototype p fidelity=baseline; experiment e; e tests p; measurement a n=1000 successes=200; a measured-in e; a about m",
    ),
    (
        14,
        "arms of sizes nobody planned",
        1,
        "prototype p fidelity=baseline; experiment e arms={old:0.5,new:0.5} sample-size=100; e tests p; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=old n=1000 successes=100; a measured-in e; a about m; measurement b arm=new n=2000 successes=600; b measured-in e; b about m",
    ),
    (
        14,
        "arms of sizes nobody planned, where the plan names no shares",
        1,
        "prototype p fidelity=baseline; experiment e arms={old,new} sample-size=100; e tests p; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=old n=1000 successes=100; a measured-in e; a about m; \
      measurement b arm=new n=700 successes=150; b measured-in e; b about m",
    ),
    (
        14,
        "nobody fixed when to look",
        1,
        "prototype p fidelity=baseline; experiment e arms={old,new}; e tests p; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=old n=1000 successes=100; a measured-in e; a about m; \
      measurement b arm=new n=1000 successes=200; b measured-in e; b about m",
    ),
    (
        14,
        "one value an arm",
        1,
        "prototype p fidelity=baseline; experiment e arms={old,new} sample-size=1000; e tests p; around metric m; e measured-by m; \
      measurement a arm=old n=1 mean=1; a measured-in e; a about m; \
      measurement b arm=new n=1 mean=2; b measured-in e; b about m",
    ),
    (
        14,
        "nobody said which way is better",
        1,
        "prototype p fidelity=baseline; experiment e arms={old,new} sample-size=100; e tests p; around metric m; e measured-by m; \
      measurement a arm=old n=1000 successes=100; a measured-in e; a about m; \
      measurement b arm=new n=1000 successes=200; b measured-in e; b about m",
    ),
    (
        14,
        "a price that nobody sampled",
        1,
        "prototype p fidelity=baseline; problem q; around metric c direction=lower-is-better; q measured-by c; experiment e arms={old,new} sample-size=100; e tests p; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=old n=100 successes=50; a measured-in e; a about m; \
      measurement b arm=new n=100 successes=50; b measured-in e; b about m; \
      measurement d arm=old mean=2; d measured-in e; d about c; \
      measurement g arm=new mean=1; g measured-in e; g about c",
    ),
    (
        14,
        "the better arm is not the baseline’s",
        1,
        "prototype baseline fidelity=baseline; prototype fancy fidelity=live; experiment e arms={baseline,fancy} sample-size=100; \
      e tests baseline; e tests fancy; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=baseline n=1000 successes=100; a measured-in e; a about m; \
      measurement b arm=fancy n=1000 successes=300; b measured-in e; b about m",
    ),
    (
        14,
        "nobody says which arm is the baseline’s",
        1,
        "prototype p fidelity=baseline; prototype x fidelity=live; experiment e arms={old,new} sample-size=100; \
      e tests p; e tests x; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=old n=1000 successes=100; a measured-in e; a about m; \
      measurement b arm=new n=1000 successes=300; b measured-in e; b about m",
    ),
    (
        14,
        "the arm called like the baseline, beside another",
        0,
        "prototype p fidelity=baseline; prototype x fidelity=live; experiment e arms={old,P,x} sample-size=100; \
      e tests p; e tests x; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=old n=1000 successes=100; a measured-in e; a about m; \
      measurement b arm=p n=1000 successes=200; b measured-in e; b about m; measurement c arm=x n=1000 successes=90; c measured-in e; c about m",
    ),
    (
        17,
        "a result that holds both",
        1,
        "decision d status=accepted; experiment e arms={old,new} sample-size=100; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=new n=100 reported=-1..0.2..2; a measured-in e; a about m; d rests-on a",
    ),
    (
        17,
        "the experiment itself",
        1,
        "decision d; experiment e arms={old,new} sample-size=100; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=new n=100 reported=-1..0.2..2; a measured-in e; a about m; d rests-on e",
    ),
    (
        17,
        "a clear result",
        0,
        "decision d status=accepted; experiment e arms={old,new} sample-size=100; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=new n=100 reported=1..2..3; a measured-in e; a about m; d rests-on a",
    ),
    (
        17,
        "nobody rests on it",
        0,
        "decision d; experiment e arms={old,new} sample-size=100; around metric m direction=higher-is-better; e measured-by m; measurement a arm=new n=100 reported=-1..0..2; a measured-in e; a about m",
    ),
    (
        17,
        "the decision was withdrawn",
        0,
        "decision d status=withdrawn; experiment e arms={old,new} sample-size=100; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=new n=100 reported=-1..0.2..2; a measured-in e; a about m; d rests-on a",
    ),
    (
        17,
        "a result before anybody may look",
        1,
        "decision d; experiment e arms={old,new} sample-size=100; around metric m direction=higher-is-better; e measured-by m; \
      measurement a arm=old n=50 successes=5; a measured-in e; a about m; \
      measurement b arm=new n=50 successes=25; b measured-in e; b about m; d rests-on b",
    ),
    (
        17,
        "another number than the one the size was planned for",
        0,
        "decision d; experiment e arms={old,new} sample-size=1000; around metric m direction=higher-is-better; e measured-by m; \
      around metric g direction=higher-is-better; e guarded-by g margin=0.5; measurement a arm=old n=1000 successes=500; a measured-in e; a about m; \
      measurement b arm=new n=1000 successes=500; b measured-in e; b about m; \
      measurement c arm=old n=300 mean=23 deviation=10; c measured-in e; c about g; \
      measurement f arm=new n=300 mean=10 deviation=10; f measured-in e; f about g; d rests-on f",
    ),
];
