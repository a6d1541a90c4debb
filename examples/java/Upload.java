import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;

/**
 * Uploads a file with progress and lists the folder, from Java: no binding, just the header, by JNA.
 *
 * <pre>java -cp jna.jar Upload.java rapidgator FILE</pre>
 *
 * GIGAHOST_&lt;HOST&gt;_LOGIN and _PASSWORD are the account; GIGAHOST_&lt;HOST&gt;_URL is another address of
 * the API. Exit code: 0 if the file is there, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
 */
public final class Upload {
    static final int OK = 0, CANCELLED = 10, HTTP_ALLOW = 2, CAN_LIST = 2;

    // Of each structure what is used here, in the order of gigahost.h, from its beginning: the library
    // makes them, and is the only one to know how long they are.

    @FieldOrder({"status", "statusName", "message", "hint"})
    public static class Told extends Structure {
        public int status;
        public String statusName, message, hint;

        Told(Pointer there) {
            super(there, ALIGN_DEFAULT);
            setStringEncoding("UTF-8");
            read();
        }
    }

    @FieldOrder({"stage", "attempt", "stageName", "done", "total"})
    public static class Progress extends Structure {
        public int stage, attempt;
        public String stageName;
        public long done, total;
    }

    @FieldOrder({"id", "parent", "kind", "name", "size"})
    public static class Entry extends Structure {
        public String id, parent;
        public int kind;
        public String name;
        public long size;

        Entry(Pointer there) {
            super(there);
            setStringEncoding("UTF-8");
            read();
        }
    }

    public interface ProgressFn extends Callback {
        int invoke(Progress progress, Pointer user);
    }

    interface Gigahost extends Library {
        int gigahost_free(Pointer result);
        int gigahost_host_find(String name);
        int gigahost_config_new(int host, PointerByReference out, PointerByReference error);
        int gigahost_config_set_login(Pointer config, String login, String password, PointerByReference error);
        int gigahost_config_set_base_url(Pointer config, String url, PointerByReference error);
        int gigahost_config_set_plain_http(Pointer config, int plainHttp, PointerByReference error);
        int gigahost_config_set_allow_private_addresses(Pointer config, int allow, PointerByReference error);
        int gigahost_config_free(Pointer config);
        int gigahost_session_open(Pointer config, PointerByReference out, PointerByReference error);
        int gigahost_session_supports(Pointer session, int capability);
        int gigahost_session_close(Pointer session);
        int gigahost_upload_options_new(PointerByReference out, PointerByReference error);
        int gigahost_upload_options_set_progress(Pointer options, ProgressFn show, Pointer user, PointerByReference error);
        int gigahost_upload_options_free(Pointer options);
        int gigahost_upload(Pointer session, String path, Pointer options, PointerByReference out, PointerByReference error);
        int gigahost_list(Pointer session, String folder, PointerByReference out, PointerByReference error);
    }

    // The number of the ABI: any library of that name will do.
    static final Gigahost lib = Native.load(
            Platform.isWindows() ? "gigahost.dll" : Platform.isMac() ? "libgigahost.0.dylib" : "libgigahost.so.0",
            Gigahost.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

    /** What a call has told. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;
        final int status;
        final String hint;

        Failure(Told told) {
            super(told.statusName + ": " + told.message);
            status = told.status;
            hint = told.hint;
        }
    }

    interface Call {
        int with(PointerByReference error);
    }

    interface Making {
        int with(PointerByReference out, PointerByReference error);
    }

    /** Calls a function whose last argument is the error. */
    static void run(Call call) throws Failure {
        PointerByReference error = new PointerByReference();
        if (call.with(error) != OK) {
            Failure failure = new Failure(new Told(error.getValue()));
            lib.gigahost_free(error.getValue());
            throw failure;
        }
    }

    /** The same with an output. */
    static Pointer make(Making call) throws Failure {
        PointerByReference out = new PointerByReference();
        run(error -> call.with(out, error));
        return out.getValue();
    }

    static Pointer open(String hostName) throws Failure {
        int host = lib.gigahost_host_find(hostName);
        String prefix = "GIGAHOST_" + hostName.toUpperCase() + "_";
        String login = System.getenv(prefix + "LOGIN"), password = System.getenv(prefix + "PASSWORD");
        String url = System.getenv(prefix + "URL");
        if (host == 0 || login == null || password == null) {
            System.err.println("Upload.java: no such host, or GIGAHOST_<HOST>_LOGIN and _PASSWORD are not set");
            System.exit(2);
        }
        Pointer config = make((out, error) -> lib.gigahost_config_new(host, out, error));
        try {
            run(error -> lib.gigahost_config_set_login(config, login, password, error));
            if (url != null) {
                run(error -> lib.gigahost_config_set_base_url(config, url, error));
            }
            if (url != null && url.startsWith("http://127.0.0.1:")) {
                System.err.println(url + " is on this machine: plain http and private addresses are allowed");
                run(error -> lib.gigahost_config_set_plain_http(config, HTTP_ALLOW, error));
                run(error -> lib.gigahost_config_set_allow_private_addresses(config, 1, error));
            }
            return make((out, error) -> lib.gigahost_session_open(config, out, error));
        } finally {
            lib.gigahost_config_free(config);
        }
    }

    static volatile boolean interrupted;

    static void upload(Pointer session, String path) throws Failure {
        sun.misc.Signal.handle(new sun.misc.Signal("INT"), signal -> interrupted = true);
        // It is called until the upload has returned, and must not be collected before.
        ProgressFn show = (progress, user) -> {
            System.err.printf("\r%-10s %d bytes    ", progress.stageName, progress.done);
            return interrupted ? 1 : 0; // 1 cancels
        };
        Pointer options = make(lib::gigahost_upload_options_new);
        try {
            run(error -> lib.gigahost_upload_options_set_progress(options, show, null, error));
            Pointer receipt = make((out, error) -> lib.gigahost_upload(session, path, options, out, error));
            Pointer url = receipt.getPointer(Native.POINTER_SIZE);
            System.out.println(new Entry(receipt.getPointer(0)).id + "\t" + (url == null ? "-" : url.getString(0, "UTF-8")));
            lib.gigahost_free(receipt);
        } finally {
            System.err.println();
            lib.gigahost_upload_options_free(options);
            java.lang.ref.Reference.reachabilityFence(show);
        }
    }

    static void list(Pointer session) throws Failure {
        Pointer listing = make((out, error) -> lib.gigahost_list(session, null, out, error));
        long count = Native.SIZE_T_SIZE == 8 ? listing.getLong(0) : listing.getInt(0);
        Pointer entries = listing.getPointer(Native.SIZE_T_SIZE);
        for (long i = 0; i < count; i++) {
            Entry entry = new Entry(entries.getPointer(i * Native.POINTER_SIZE));
            System.out.println(entry.id + "\t" + entry.size + "\t" + (entry.name == null ? "-" : entry.name));
        }
        lib.gigahost_free(listing);
    }

    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: java -cp jna.jar Upload.java HOST FILE");
            System.exit(2);
        }
        int code = 0;
        try {
            Pointer session = open(arguments[0]);
            try {
                upload(session, arguments[1]);
                if (lib.gigahost_session_supports(session, CAN_LIST) == 1) {
                    list(session);
                }
            } finally {
                lib.gigahost_session_close(session);
            }
        } catch (Failure problem) {
            System.err.println("Upload.java: " + problem.getMessage());
            if (problem.hint != null) {
                System.err.println("Upload.java: hint: " + problem.hint);
            }
            code = problem.status == CANCELLED ? 130 : 1;
        }
        System.exit(code);
    }
}
