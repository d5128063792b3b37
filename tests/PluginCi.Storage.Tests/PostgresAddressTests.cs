namespace PluginCi.Storage;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgresql://ci@db/name", "postgresql://ci@db:5432/name")]
    [InlineData("postgres://db:5433/name?sslmode=verify-full&sslrootcert=/etc/ca.pem&passfile=/run/pass", "postgresql://db:5433/name")]
    [InlineData("postgresql:///name?host=/run/postgresql&port=5433", "postgresql:///name?host=/run/postgresql")]
    [InlineData("postgresql://a%40b@[::1]/na%20me", "postgresql://a@b@[::1]:5432/na me")]
    public void An_address_is_read_and_shown_without_what_is_not_for_people(string text, string shown)
    {
        Assert.True(PostgresAddress.TryParse(text, out var address));
        Assert.Equal(shown, address.ToString());
    }

    [Theory]
    [InlineData("postgresql://ci:secret@db/name")]
    [InlineData("postgresql://ci@db")]
    [InlineData("postgresql://ci@db/")]
    [InlineData("postgresql://ci@db/a/b")]
    [InlineData("postgresql://ci@db/name?password=secret")]
    [InlineData("postgresql://ci@db/name?sslmode=perhaps")]
    [InlineData("postgresql://ci@db/name?port=0")]
    [InlineData("postgresql://ci@db:99999/name")]
    [InlineData("Host=db;Database=name;Password=secret")]
    public void What_is_no_address_or_holds_a_password_is_refused_without_showing_it(string text)
    {
        Assert.False(PostgresAddress.TryParse(text, out _));
        var told = Assert.Throws<InvalidOperationException>(() => PostgresAddress.Parse(text)).Message;
        Assert.StartsWith("This is no address of a database. Expected an address such as postgresql://", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
    }
}
