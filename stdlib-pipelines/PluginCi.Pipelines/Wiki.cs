namespace PluginCi.Pipelines;

/// <summary>Command lines that make a wiki and test in it. What one step has found out, others read from <c>~/wiki/env</c>.</summary>
internal static class Wiki
{
    /// <summary>php parses all files.</summary>
    public static string ParseAll { get; } = "find . \\( -path './.?*' -o -path ./vendor -o -path ./node_modules \\) -prune -o -name '*.php' -type f -print0 | xargs -0 -r -n 1 php -l";

    /// <summary>Gets the libraries of a project that has a <c>composer.json</c>.</summary>
    public static string LibrariesIfWanted { get; } = "if [ -f composer.json ]; then composer install --no-interaction --no-progress --prefer-dist; fi";

    /// <summary>Goes to the core of the wiki, with its settings.</summary>
    public static string Enter { get; } = ". ~/wiki/env && cd \"$MW_INSTALL_PATH\"";

    // Read before phpunit, as MediaWiki wants its settings to be global. Without settings there is no wiki, but the classes of manifests are there.
    private const string Prelude = """
        <?php
        $path = getenv( 'MW_INSTALL_PATH' );
        if ( getenv( 'MW_CONFIG_FILE' ) ) {
            define( 'MEDIAWIKI', true );
            define( 'MW_ENTRY_POINT', 'cli' );
            $wgCommandLineMode = true;
            require_once "$path/includes/BootstrapHelperFunctions.php";
            require_once "$path/includes/Setup.php";
        } else {
            spl_autoload_register( static function ( $class ) {
                foreach ( array_merge( glob( '*.json' ), glob( '*/*.json' ) ) as $file ) {
                    foreach ( json_decode( file_get_contents( $file ), true )['AutoloadNamespaces'] ?? [] as $prefix => $folder ) {
                        $found = dirname( $file ) . "/$folder" . strtr( substr( $class, strlen( $prefix ) ), '\\', '/' ) . '.php';
                        if ( str_starts_with( $class, $prefix ) && is_file( $found ) ) {
                            require_once $found;
                        }
                    }
                }
            } );
        }
        """;

    /// <summary>Runs a script of <c>composer.json</c> if it has it.</summary>
    /// <param name="name">Its name.</param>
    public static string ScriptIfThere(string name) =>
        $"if [ -f composer.json ] && php -r 'exit( isset( json_decode( file_get_contents( \"composer.json\" ), true )[\"scripts\"][\"{name}\"] ) ? 0 : 1 );'; then composer {name}; fi";

    /// <summary>Makes what tests need of MediaWiki, without a wiki.</summary>
    /// <param name="core">The folder of MediaWiki.</param>
    public static string Prepare(string core) =>
        $"""
        mkdir -p ~/wiki reports
        cat > ~/wiki/prelude.php <<'PHP'
        {Prelude}
        PHP
        core=$(cd '{core}' && pwd)
        echo "export MW_INSTALL_PATH='$core'" > ~/wiki/env
        """;

    /// <summary>Installs a wiki with some members.</summary>
    /// <param name="core">The folder of MediaWiki.</param>
    /// <param name="members">The folders of extensions and skins, or names of those that MediaWiki has in its own folders.</param>
    public static string Install(string core, IEnumerable<string> members) =>
        $$"""
        {{Prepare(core)}}
        maintain() {
            script=$1
            shift
            if [ -f "$core/maintenance/run.php" ]; then php "$core/maintenance/run.php" "$script" "$@"; else php "$core/maintenance/$script.php" "$@"; fi
        }
        if [ ! -f "$core/vendor/autoload.php" ] && [ -f "$core/composer.json" ]; then (cd "$core" && composer update --no-interaction --no-progress --prefer-dist); fi
        if [ -n "${MARIADB_HOST:-}" ]; then
            set -- --dbtype mysql --dbserver "$MARIADB_HOST:$MARIADB_PORT" --dbname "$MARIADB_DATABASE" --dbuser "$MARIADB_USER" --dbpass "$MARIADB_PASSWORD"
        else
            set -- --dbtype sqlite --dbname wiki --dbpath "$HOME/wiki"
        fi
        maintain install --confpath "$HOME/wiki" --server http://127.0.0.1:8080 --scriptpath '' --pass testing-only-password "$@" Test Admin
        echo "export MW_CONFIG_FILE='$HOME/wiki/LocalSettings.php'" >> ~/wiki/env
        mkdir -p ~/wiki/cache
        echo "\$wgCacheDirectory = '$HOME/wiki/cache';" >> ~/wiki/LocalSettings.php
        . ~/wiki/env
        for member in {{string.Join(' ', members.Select(member => $"'{member}'"))}}; do
            for folder in "$member" "$core/extensions/$member" "$core/skins/$member" "$core/extensions-core/$member"; do
                for kind in extension skin; do
                    [ ! -f "$folder/$kind.json" ] || { where=$(cd "$folder" && pwd)/$kind.json; break 2; }
                    where=
                done
            done
            [ -n "$where" ] || { echo "There is no extension or skin in the folder $member, nor one of this name in $core."; exit 1; }
            name=$(php -r 'echo json_decode( file_get_contents( $argv[1] ) )->name;' "$where")
            if [ "${where%skin.json}" = "$where" ]; then load=wfLoadExtension; else load=wfLoadSkin; fi
            echo "$load( '$name', '$where' );" >> ~/wiki/LocalSettings.php
        done
        maintain update --quick
        """;

    /// <summary>Runs the tests of a member that are of a kind, in the wiki if there is one; by MediaWiki's own phpunit where it brings it. None is no failure.</summary>
    /// <param name="member">The folder of the member.</param>
    /// <param name="kind"><c>unit</c> or <c>integration</c>.</param>
    public static string Test(string member, string kind) =>
        $"""
        . ~/wiki/env
        cd '{member}'
        if [ ! -d tests/phpunit/{kind} ]; then echo "There is no folder tests/phpunit/{kind}."; exit 0; fi
        if [ -x "$MW_INSTALL_PATH/vendor/bin/phpunit" ] && [ -f "$MW_INSTALL_PATH/tests/phpunit/bootstrap.php" ]; then
            here=$PWD
            cd "$MW_INSTALL_PATH"
            vendor/bin/phpunit --log-junit "$here/reports/{kind}.xml" "$here/tests/phpunit/{kind}"
        else
            php -d auto_prepend_file="$HOME/wiki/prelude.php" "$(command -v phpunit)" --log-junit reports/{kind}.xml tests/phpunit/{kind}
        fi
        """;
}
