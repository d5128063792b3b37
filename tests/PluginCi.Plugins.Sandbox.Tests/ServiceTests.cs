using PluginCi.Dsl;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Services of the pipeline language for real, on systems made of Debian's own packages: what a script says, with nothing of the executor's in between.</summary>
public sealed class ServiceTests(SharedServicesScene scene) : IClassFixture<SharedServicesScene>
{
    [MakesSystemsFact]
    public async Task PostgreSql_takes_the_password_of_its_build_and_no_other()
    {
        var output = await scene.PassAsync(
            [Ci.Service.PostgreSql("15")],
            "psql -Atc 'create table t (a int); insert into t values (1), (2); select sum(a) from t' | tail -n 1; psql -At $POSTGRESQL_URL -c 'select current_user || current_database()'",
            "PGPASSWORD=wrong psql -c 'select 1' 2>&1 | grep -o 'password authentication failed' | head -n 1; env | grep -c '^POSTGRESQL_'");

        Assert.Equal(["3", "buildbuild", "password authentication failed", "6"], output.Lines.TakeLast(4));
        Assert.Contains(output.ServiceLines, line => line.StartsWith("postgresql: ", StringComparison.Ordinal) && line.Contains("ready to accept connections", StringComparison.Ordinal));
    }

    [MakesSystemsFact]
    public async Task Two_databases_of_one_kind_are_two()
    {
        var output = await scene.PassAsync(
            [Ci.Service.PostgreSql("15"), Ci.Service.PostgreSql("15").Named("other-db")],
            "psql -Atc 'create table t (a int)'; psql -At $OTHER_DB_URL -c \"select count(*) from pg_tables where tablename = 't'\"; echo $PGPORT $OTHER_DB_PORT; [ \"$POSTGRESQL_PASSWORD\" != \"$OTHER_DB_PASSWORD\" ] && echo differ");

        Assert.Equal(["CREATE TABLE", "0", "5432 5433", "differ"], output.Lines.TakeLast(4));
    }

    [MakesSystemsFact]
    public async Task MariaDb_takes_the_password_of_its_build_and_no_other()
    {
        var output = await scene.PassAsync(
            [Ci.Service.MariaDb("10.11").On(SharedServicesScene.Bookworm)],
            "mariadb -u $MARIADB_USER -N -e 'create table t (a int); insert into t values (1), (2); select sum(a) from t; create database more; select @@version_comment' $MARIADB_DATABASE",
            "MYSQL_PWD=wrong mariadb -u build -e 'select 1' 2>&1 | grep -o 'Access denied'; MYSQL_PWD= mariadb -u root -e 'select 1' 2>&1 | grep -o 'Access denied'");

        Assert.Equal(["3", "Debian 12", "Access denied", "Access denied"], output.Lines.TakeLast(4));
    }

    [MakesSystemsFact]
    public async Task Redis_and_memcached_answer_and_redis_wants_its_password()
    {
        var output = await scene.PassAsync(
            [Ci.Service.Redis("7.0").On(SharedServicesScene.Bookworm), Ci.Service.Memcached("1.6").On(SharedServicesScene.Bookworm)],
            "redis-cli set a 1; redis-cli -u $REDIS_URL incr a; REDISCLI_AUTH=wrong redis-cli get a 2>&1 | grep -o NOAUTH",
            "bash -c 'exec 3<>/dev/tcp/${MEMCACHED_SERVERS/://}; printf \"version\\r\\nquit\\r\\n\" >&3; cut -d. -f1-2 <&3'");

        Assert.Equal(["OK", "2", "NOAUTH", "VERSION 1.6"], output.Lines.Where(line => !line.StartsWith("Warning", StringComparison.Ordinal)).TakeLast(4));
    }
}
