using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>The services that a job can have: <c>Service.PostgreSql("15")</c>.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Scripts reach them by the property Ci.Service; a static class would need a using of its own in every script.")]
public sealed class ServiceKinds
{
    internal ServiceKinds()
    {
    }

    /// <summary>What stands for the password of a service in its variables. The server makes another one for each build.</summary>
    /// <example><code>Service.Image("registry/search@sha256:…", port: 9200).Env("ADMIN_PASSWORD", Service.Password)</code></example>
    public string Password { get; } = ServicePlan.Password;

    /// <summary>PostgreSQL, with user and database <c>build</c>. Steps find it by <c>PGHOST</c>, <c>PGPORT</c>, <c>PGUSER</c>, <c>PGPASSWORD</c> and <c>PGDATABASE</c>, and by <c>POSTGRESQL_URL</c>.</summary>
    /// <param name="version"><c>13</c>, <c>15</c> or <c>17</c>.</param>
    /// <returns>The service, on port 5432.</returns>
    /// <example><code>Job("api").Service(Service.PostgreSql("15")).Sh("psql -c 'select 1'")</code></example>
    public BuildService PostgreSql(string version) => BuildService.Of(KnownServices.PostgreSql, version);

    /// <summary>MariaDB, with user and database <c>build</c>. Steps find it by <c>MYSQL_HOST</c>, <c>MYSQL_TCP_PORT</c> and <c>MYSQL_PWD</c>, and by <c>MARIADB_URL</c>.</summary>
    /// <param name="version"><c>10.5</c>, <c>10.11</c> or <c>11.8</c>.</param>
    /// <returns>The service, on port 3306.</returns>
    /// <example><code>Job("wiki").Service(Service.MariaDb("10.11")).Sh("php install.php --dbserver 127.0.0.1 --dbuser build --dbpass $MARIADB_PASSWORD")</code></example>
    public BuildService MariaDb(string version) => BuildService.Of(KnownServices.MariaDb, version);

    /// <summary>Redis, with a password. Steps find it by <c>REDIS_URL</c>.</summary>
    /// <param name="version"><c>6.0</c>, <c>7.0</c> or <c>8.0</c>.</param>
    /// <returns>The service, on port 6379.</returns>
    /// <example><code>Job("queue").Service(Service.Redis("7.0")).Sh("make test-queue")</code></example>
    public BuildService Redis(string version) => BuildService.Of(KnownServices.Redis, version);

    /// <summary>Memcached, which knows no passwords. Steps find it by <c>MEMCACHED_SERVERS</c>.</summary>
    /// <param name="version"><c>1.6</c>.</param>
    /// <returns>The service, on port 11211.</returns>
    /// <example><code>Job("cache").Service(Service.Memcached("1.6")).Sh("make test-cache")</code></example>
    public BuildService Memcached(string version) => BuildService.Of(KnownServices.Memcached, version);

    /// <summary>RabbitMQ, with user <c>build</c>. Steps find it by <c>RABBITMQ_URL</c>.</summary>
    /// <param name="version"><c>3.10</c> or <c>4.0</c>.</param>
    /// <returns>The service, on port 5672.</returns>
    /// <example><code>Job("events").Service(Service.RabbitMq("3.10")).Sh("make test-events")</code></example>
    public BuildService RabbitMq(string version) => BuildService.Of(KnownServices.RabbitMq, version);

    /// <summary>What an image starts by itself, for what Debian does not have, as search engines. Steps find it by <c>NAME_HOST</c> and <c>NAME_PORT</c>.</summary>
    /// <param name="reference">Its registry, name and digest, as for <see cref="Ci.Image"/>.</param>
    /// <param name="port">The port that it listens on, from 1024 to 65535.</param>
    /// <returns>The service, with the last part of the image's name as its name.</returns>
    /// <example><code>Service.Image("registry.example.org/opensearch@sha256:3b5a8f2c0d1e4f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c", port: 9200).Env("discovery.type", "single-node")</code></example>
    public BuildService Image(string reference, int port) => new(new ServicePlan { Name = NameOf(reference ?? ""), Port = port, RunsIn = new ImagePlan(reference ?? "") });

    /// <summary>A command line of the repository, in a copy of the job's workspace; it runs until the build ends.</summary>
    /// <param name="name">Its name: small letters, digits and <c>-</c>, beginning with a letter.</param>
    /// <param name="command">The command line. It listens on <c>$PORT</c>, at 127.0.0.1.</param>
    /// <param name="port">From 1024 to 65535.</param>
    /// <returns>The service. Steps find it by <c>NAME_HOST</c> and <c>NAME_PORT</c>.</returns>
    /// <example><code>Job("api").Service(Service.Command("backend", "python3 -m backend --port $PORT", port: 8080)).Sh("make test-api")</code></example>
    public BuildService Command(string name, string command, int port) => new(new ServicePlan
    {
        Name = name ?? "",
        Port = port,
        Start = command ?? "",
        SeesWorkspace = true,
        Environment = ImmutableSortedDictionary<string, string>.Empty.Add("PASSWORD", ServicePlan.Password),
    });

    /// <summary>A command line of what another job made: that job must have passed, and its artifact is in the workspace that the service gets a copy of.</summary>
    /// <param name="job">A job of the same project, or of the same group, that publishes the artifact.</param>
    /// <param name="artifact">The artifact's name; the service's too.</param>
    /// <param name="command">The command line. It listens on <c>$PORT</c>, at 127.0.0.1.</param>
    /// <param name="port">From 1024 to 65535.</param>
    /// <returns>The service. Steps find it by <c>NAME_HOST</c> and <c>NAME_PORT</c>.</returns>
    /// <example><code>Job("site").Service(Service.From(build, "server", "dist/server --port $PORT", port: 8080)).Sh("tests/site.sh")</code></example>
    public BuildService From(Job job, string artifact, string command, int port)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Command(artifact, command, port).MadeBy(job, artifact ?? "");
    }

    private static string NameOf(string reference) => reference.Split('@')[0].Split('/')[^1].Split(':')[0].Replace('_', '-').Replace('.', '-');
}
