//! Teams' numbers side by side, and who was heard on what, as lines of text.

use crate::shell::Shell;

#[test]
fn teams_stand_side_by_side_with_what_is_between_them_and_who_was_heard() {
    let shell = Shell::new();
    assert_eq!(shell.ok(&["objectives"]).trim(), "no teams yet");
    shell.ok(&["add", "metric", "-t", "Serving cost", "-f", "unit=EUR", "-f", "direction=lower-is-better"]);
    shell.ok(&["add", "team", "-t", "Operations", "-f", "objective=MET-1"]);
    shell.ok(&["add", "team", "-t", "Product"]);
    let omar = shell.ok(&["add", "stakeholder", "-t", "Omar", "-f", "team=TEA-1"]);
    let omar = format!("stakeholder={}", omar.split_whitespace().next().unwrap());
    shell.ok(&["add", "idea", "-t", "A big model", "-f", "proposed-by=TEA-2"]);
    shell.ok(&["link", "TEA-1", "disputes", "IDE-1", "-f", "reason=Nobody can pay"]);
    shell.ok(&[
        "add",
        "decision",
        "-t",
        "Which?",
        "-f",
        "status=accepted",
        "-f",
        "outcome=It",
        "-f",
        "rationale=So",
    ]);
    shell.ok(&["link", "DEC-1", "decides", "IDE-1", "-f", "outcome=chosen"]);
    let told = shell.ok(&["objectives"]);
    assert!(told.contains("Serving cost, lower is better") && told.contains("judged by no number"), "{told}");
    assert!(
        told.contains("Operations disputes IDE-1 A big model, proposed by Product: “Nobody can pay”"),
        "{told}"
    );
    assert!(told.contains("IDE-1 A big model (chosen by DEC-1):"), "{told}");
    assert!(told.contains("Operations: no decision records the trade-off"), "{told}");
    assert!(
        told.contains("DEC-1 does not say its consequences, lacks an answered stance of Operations"),
        "{told}"
    );
    assert_eq!(shell.json(&["objectives"])["disputes"].as_array().unwrap().len(), 1);

    let told = shell.ok(&["heard"]);
    assert!(told.contains("Omar, Operations") && told.contains("not asked about DEC-1"), "{told}");
    shell.ok(&["add", "stance", "-f", "decision=DEC-1", "-f", &omar, "-f", "position=object"]);
    let told = shell.ok(&["heard"]);
    assert!(told.contains("object                 DEC-1 Which?"), "{told}");
}
