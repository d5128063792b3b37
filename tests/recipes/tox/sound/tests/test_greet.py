from greet import greet


def test_somebody_is_greeted():
    assert greet("Ada") == "Hello, Ada!"
