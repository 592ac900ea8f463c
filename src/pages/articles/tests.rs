use super::minutes;

#[test]
fn reading_takes_time_by_characters_and_words() {
    assert_eq!((minutes(""), minutes("短"), minutes(&"长".repeat(400)), minutes(&"长".repeat(401))), (1, 1, 1, 2));
    assert_eq!(minutes(&"word ".repeat(400)), 2);
    assert_eq!(minutes(&format!("{}{}", "长".repeat(800), " word".repeat(200))), 3);
}
