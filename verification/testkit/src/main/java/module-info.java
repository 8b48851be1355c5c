/** A plugin of which nothing is known but that it uses the API. */
module com.example.notes {
    requires dev.peerloom.api;

    provides dev.peerloom.api.Protocol with
            com.example.notes.Notes;
}
