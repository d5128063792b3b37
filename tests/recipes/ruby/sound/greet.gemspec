# frozen_string_literal: true

Gem::Specification.new do |spec|
  spec.name = 'greet'
  spec.version = '1.0'
  spec.summary = 'Greets somebody'
  spec.authors = ['PluginCI']
  spec.files = Dir['lib/**/*.rb']
  spec.required_ruby_version = '>= 3.1'
end
