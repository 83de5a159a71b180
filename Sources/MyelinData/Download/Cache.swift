/// Where what has been downloaded is kept.
public enum Cache {
    /// The folder that `MYELIN_CACHE_DIR` names, else `$XDG_CACHE_HOME/myelin`, else `~/.cache/myelin`. It need not be
    /// there yet.
    public static var folder: String { folder(FileSystem.environment) }

    package static func folder(_ environment: (String) -> String?) -> String {
        if let folder = environment("MYELIN_CACHE_DIR") { return folder }
        if let caches = environment("XDG_CACHE_HOME") { return FileSystem.join(caches, "myelin") }
        return FileSystem.join(environment("HOME") ?? "/tmp", ".cache/myelin")
    }
}
