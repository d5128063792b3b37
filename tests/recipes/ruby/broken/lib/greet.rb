# frozen_string_literal: true

# Greets somebody.
module Greet
  def self.greet(name)
    "Hullo, #{name}!"
  end
end
