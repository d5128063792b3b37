# frozen_string_literal: true

require 'minitest/autorun'
require 'greet'

class GreetTest < Minitest::Test
  def test_somebody_is_greeted
    assert_equal 'Hello, Ada!', Greet.greet('Ada')
  end
end
