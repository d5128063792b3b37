using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>What nginx is told: a server for each area of the registries, once for files that never change and once for what does, all on one socket.</summary>
/// <param name="folder">Where it keeps what it has, and what it writes meanwhile.</param>
/// <param name="socket">Where it listens.</param>
/// <param name="mostBytes">How much it keeps.</param>
internal sealed class NginxConfiguration(string folder, string socket, long mostBytes)
{
    /// <summary>The header by which nginx says whether it had something.</summary>
    public const string StatusHeader = "X-PluginCI-Cache";

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly ImmutableHashSet<string> _localNames = ReadHosts();
    private readonly string? _resolvers = ResolversOf(LinesOf("/etc/resolv.conf"));

    /// <summary>Where nginx keeps an answer; it may remove it at any time.</summary>
    public static string FileOf(string folder, string serverName, string target)
    {
        // MD5 is how nginx names them.
#pragma warning disable CA5351
        var name = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Encoding.ASCII.GetBytes(serverName + target)));
#pragma warning restore CA5351
        return Path.Combine(folder, "kept", name[^1..], name[^3..^1], name);
    }

    /// <summary>Writes it.</summary>
    /// <param name="registries">The registries.</param>
    public string Write(IEnumerable<RegistryPlan> registries)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off;
            worker_processes 1;
            worker_rlimit_nofile 8192;
            error_log stderr notice;
            pid {{Quote(Path.Combine(folder, "nginx.pid"))}};
            {{(Environment.IsPrivilegedProcess ? "user root root;" : "")}}
            events { worker_connections 4096; }
            http {
              access_log off;
              server_names_hash_bucket_size 128;
              client_body_temp_path {{Quote(Path.Combine(folder, "temporary", "body"))}};
              proxy_temp_path {{Quote(Path.Combine(folder, "temporary", "proxy"))}};
              fastcgi_temp_path {{Quote(Path.Combine(folder, "temporary", "fastcgi"))}};
              uwsgi_temp_path {{Quote(Path.Combine(folder, "temporary", "uwsgi"))}};
              scgi_temp_path {{Quote(Path.Combine(folder, "temporary", "scgi"))}};
              proxy_cache_path {{Quote(Path.Combine(folder, "kept"))}} levels=1:2 keys_zone=kept:64m inactive=3650d max_size={{mostBytes}} use_temp_path=off;
              proxy_cache kept;
              proxy_cache_key "$host$request_uri";
              proxy_cache_lock on;
              proxy_cache_lock_age 10m;
              proxy_cache_lock_timeout 10m;
              proxy_cache_revalidate on;
              proxy_cache_use_stale error timeout invalid_header updating http_429 http_500 http_502 http_503 http_504;
              proxy_ignore_headers Cache-Control Expires Vary Set-Cookie X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;
              proxy_http_version 1.1;
              proxy_method GET;
              proxy_pass_request_headers off;
              proxy_pass_request_body off;
              proxy_redirect off;
              proxy_connect_timeout 15s;
              proxy_read_timeout 60s;
              proxy_buffers 16 16k;
              proxy_ssl_server_name on;
              proxy_ssl_verify on;
              proxy_ssl_verify_depth 8;
              proxy_ssl_protocols TLSv1.2 TLSv1.3;
              proxy_ssl_trusted_certificate {{Quote(Authorities)}};
              add_header {{StatusHeader}} $upstream_cache_status always;
              {{(_resolvers is null ? "" : $"resolver {_resolvers} valid=60s;")}}

            """));
        foreach (var area in registries.SelectMany(AreasOf).DistinctBy(area => area.ServerName(true)))
        {
            WriteServer(text, area, isKept: true);
            WriteServer(text, area, isKept: false);
        }

        return text.Append("}\n").ToString();
    }

    private static IEnumerable<RegistryArea> AreasOf(RegistryPlan registry) =>
        new[] { RegistryFormats.All[registry.Name].Index(registry), RegistryFormats.All[registry.Name].Files(registry) }.OfType<RegistryArea>();

    private static string Authorities => Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } named ? named : "/etc/ssl/certs/ca-certificates.crt";

    private void WriteServer(StringBuilder text, RegistryArea area, bool isKept)
    {
        // A name that is looked up while it runs may be unknown when it starts; one of this machine or an address needs no look-up.
        var origin = $"{area.Base.Scheme}://{area.Base.Authority}";
        var isFixed = _resolvers is null || area.Base.HostNameType != UriHostNameType.Dns || _localNames.Contains(area.Base.Host);
        text.Append(CultureInfo.InvariantCulture, $$"""
              server {
                listen {{Quote($"unix:{socket}")}};
                server_name {{area.ServerName(isKept)}};
                location / {
                  {{(isFixed ? $"proxy_pass {origin};" : $"set $upstream {origin}; proxy_pass $upstream;")}}
                  proxy_set_header Host {{area.Base.Authority}};
                  proxy_set_header Connection "";
                  proxy_set_header Accept {{Quote(RegistryFormats.All[area.Registry.Name].Accept)}};
                  proxy_set_header User-Agent PluginCI;
                  proxy_ssl_name {{area.Base.Host}};
                  proxy_cache_valid 200 {{(isKept ? "3650d" : string.Create(CultureInfo.InvariantCulture, $"{Freshness.TotalSeconds}s"))}};
                }
              }

            """);
    }

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static ImmutableHashSet<string> ReadHosts() =>
    [
        .. LinesOf("/etc/hosts").SelectMany(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Skip(1)).Select(name => name.ToLowerInvariant()),
    ];

    /// <summary>The name servers of lines of a <c>resolv.conf</c>, as nginx writes them; null for none. It can say of none which link it is on, so that those of one link are left out.</summary>
    public static string? ResolversOf(IEnumerable<string> lines)
    {
        string[] found =
        [
            .. lines.Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words is ["nameserver", _, ..]).Select(words => IPAddress.TryParse(words[1], out var address) ? address : null).OfType<IPAddress>()
                .Where(address => address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6 || (address.ScopeId == 0 && !address.IsIPv6LinkLocal))
                .Select(address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString()),
        ];
        return found.Length == 0 ? null : string.Join(' ', found);
    }

    private static IEnumerable<string> LinesOf(string file) => File.Exists(file) ? File.ReadLines(file).Select(line => line.Split('#')[0]) : [];
}
