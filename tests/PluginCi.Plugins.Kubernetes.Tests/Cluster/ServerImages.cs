using static PluginCi.Testing.ToolImage;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>The images that <c>deploy/kubernetes</c> names, made on this machine and brought to the cluster's node: the server's by <c>deploy/image/build.sh</c>, the database's of Debian's PostgreSQL, as the official one cannot be had everywhere.</summary>
internal static class ServerImages
{
    private const string Server = "registry.example.org/pluginci:0.1.0";
    private const string Database = "docker.io/library/postgres:15-bookworm";
    private const string Base = "localhost/pluginci-tests-base:1";

    // Of the official image's contract what the manifest uses.
    private const string Entry = """
        set -e
        programs=$(echo /usr/lib/postgresql/*/bin)
        if [ ! -e "$PGDATA/PG_VERSION" ]; then
            printf '%s' "$POSTGRES_PASSWORD" > /tmp/password
            "$programs/initdb" -D "$PGDATA" -U "$POSTGRES_USER" -A scram-sha-256 --pwfile=/tmp/password
            echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
            "$programs/pg_ctl" -D "$PGDATA" -w -o '-c listen_addresses=' start
            PGPASSWORD=$POSTGRES_PASSWORD "$programs/createdb" -U "$POSTGRES_USER" "$POSTGRES_DB"
            "$programs/pg_ctl" -D "$PGDATA" -w stop
        fi
        exec "$programs/postgres" -D "$PGDATA" -c listen_addresses='*'
        """;

    /// <summary>Null, or why this machine cannot make them.</summary>
    public static string? Obstacle { get; } =
        !File.Exists("/usr/bin/podman") ? "Needs podman: apt-get install podman runc"
        : MakesSystemsFactAttribute.CanMake ? null
        : "This machine cannot make systems.";

    /// <summary>Makes them, and leaves nothing but the product itself on this machine.</summary>
    public static void Bring(LocalCluster cluster)
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-server-images-").FullName;
        try
        {
            var system = Path.Combine(folder, "system.tar");
            Run(
                "mmdebstrap", "--variant=essential", "--dpkgopt=force-unsafe-io", "--include=apt,ca-certificates,postgresql",
                "--customize-hook=chroot \"$1\" sh -c 'usermod -u 999 postgres && groupmod -g 999 postgres'", "bookworm", system);
            MakeDatabase(folder, system);
            Run("podman", "import", system, Base);
            Run(SourceTree.PathTo("deploy", "image", "build.sh"), Server, "--network", "host", "--build-arg", $"BASE={Base}");
            Run("podman", "save", "--output", Path.Combine(folder, "server.tar"), Server);
            foreach (var image in new[] { "database.tar", "server.tar" })
            {
                cluster.Import(Path.Combine(folder, image));
            }
        }
        finally
        {
            Run("podman", "rmi", "--force", "--ignore", Server, Base);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void MakeDatabase(string folder, string system) => LocalCluster.PackImage(
        Path.Combine(folder, "database.tar"), Database, system, System.Text.Json.JsonSerializer.Serialize(new { Entrypoint = new[] { "/bin/sh", "-c", Entry }, Env = new[] { "PATH=/usr/bin:/bin" } }));
}
