require 'rspec-puppet'

modules = File.join(Dir.home, 'modules')
Dir.mkdir(modules)
File.symlink(Dir.pwd, File.join(modules, 'greet'))

RSpec.configure do |config|
  config.module_path = modules
end
