require_relative '../spec_helper'

describe 'greet' do
  it { is_expected.to contain_file('/etc/motd').with_content("Hello!\n") }
end
