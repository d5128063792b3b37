@test "somebody is greeted" {
    run ./greet.sh Ada
    [ "$status" -eq 0 ]
    [ "$output" = "Hello, Ada!" ]
}
